{#- A view on DuckDB, replaced by one statement. dbt's own way is to make it under another name,
    rename both and drop the old one: four statements and two commits for each of fifty views. -#}
{%- materialization view, adapter='duckdb' -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set view = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {%- if existing is not none and not existing.is_view -%}
        {#- Within the transaction, so that what was there stays if the view cannot be made. -#}
        {%- do adapter.ensure_transaction() -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        {{ get_create_view_as_sql(view, sql)
            | replace('create view', 'create or replace view', 1) }}
    {%- endcall -%}
    {%- do persist_docs(view, model) -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [view]}) }}
{%- endmaterialization -%}
