{#- What the last build left of the model at hand, for its SQL to read while dbt replaces it; none
    where there is nothing. -#}
{%- macro last_build_of(relation) -%}
    {{ return(adapter.dispatch('last_build_of', 'ad_metrics')(relation)) }}
{%- endmacro -%}

{%- macro default__last_build_of(relation) -%}
    {{ return(load_cached_relation(relation)) }}
{%- endmacro -%}

{#- dbt drops a table before it makes the new one, so the old rows are set aside first. Where they
    are all that there is, the last build was killed in between. A table of Iceberg is
    replaced in one step, and partitions are overwritten when all is read. -#}
{%- macro spark__last_build_of(relation) -%}
    {%- set there = load_cached_relation(relation) -%}
    {%- if not there -%}
        {{ return(load_cached_relation(ad_metrics._spark_aside(relation))) }}
    {%- endif -%}
    {%- set is_replaced_in_one_step = config.get('materialized') == 'table' and there.is_iceberg -%}
    {%- if flags.WHICH not in ('build', 'run') or is_incremental() or is_replaced_in_one_step -%}
        {{ return(there) }}
    {%- endif -%}
    {{ return(ad_metrics._spark_set_aside(there)) }}
{%- endmacro -%}


{%- macro _spark_aside(relation) -%}
    {{ return(relation.incorporate(
        path={'identifier': relation.identifier ~ '__before'}, type='table'
    )) }}
{%- endmacro -%}


{#- Copies a table, and returns the copy. -#}
{%- macro _spark_set_aside(relation) -%}
    {%- set aside = ad_metrics._spark_aside(relation) -%}
    {%- do ad_metrics._spark_replace(aside, 'select * from ' ~ relation) -%}
    {{ return(aside) }}
{%- endmacro -%}


{#- Makes a table anew, beside those that dbt makes. -#}
{%- macro _spark_replace(relation, query) -%}
    {%- do ad_metrics._spark_execute('drop table if exists ' ~ relation) -%}
    {%- do ad_metrics.clear_leftovers(relation) -%}
    {%- do ad_metrics._spark_execute(
        'create table ' ~ relation ~ ' using ' ~ config.get('file_format') ~ ' as ' ~ query
    ) -%}
{%- endmacro -%}


{#- Runs a statement that answers no rows; of such a one dbt's run_query() fails on Iceberg's
    tables. -#}
{%- macro _spark_execute(sql) -%}
    {%- call statement(auto_begin=false) -%}{{ sql }}{%- endcall -%}
{%- endmacro -%}
