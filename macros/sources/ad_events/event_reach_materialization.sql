{#- Keeps int_ad_events__reach_days up to date, day by day likewise. It outlives what the source has
    pruned, too. -#}
{%- materialization event_reach, default -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set known = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {%- call statement('main') -%}
        {{ create_table_as(false, relation, sql) if known is none else 'select 1 as one' }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {%- set changed = ad_metrics.changed_reach_days(known) -%}
    {%- set plan = {'sources': ad_metrics.event_sources()} if changed -%}
    {%- set columns = ad_metrics.reach_day_columns() -%}
    {%- for day in changed -%}
        {%- do ad_metrics.execute_all([
            ad_metrics.delete_days(relation, 'date_day', [day.day]) if known,
            'insert into ' ~ relation ~ ' (' ~ columns | join(', ') ~ ') '
            ~ ad_metrics.reach_of_day(plan, day),
        ]) -%}
        {%- do adapter.commit() -%}
    {%- endfor -%}
    {%- call statement('begin') -%}select 1 as one{%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [relation]}) }}
{%- endmaterialization -%}
