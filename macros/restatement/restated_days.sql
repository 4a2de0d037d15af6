{#- dbt's incremental strategy `restated_days`: replaces whole days, those of int_restated_days,
    days that have no rows any more included. Both statements are of one transaction. -#}
{%- macro get_incremental_restated_days_sql(arguments) -%}
    {%- set columns = arguments.dest_columns | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments.target_relation }}
    -- The days alone are asked for first, as an engine can skip by them what has none of them.
    where
        utc_day in (select utc_day from {{ ref('ad_metrics', 'int_restated_days') }})
        and (source, utc_day) in (
            select source, utc_day from {{ ref('ad_metrics', 'int_restated_days') }}
        );

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }};
{%- endmacro -%}
