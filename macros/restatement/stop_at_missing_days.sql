{#- Stops a full refresh of the facts that would lose days: int_restated_days, from which they are
    made, was decided when the facts still had the others. -#}
{%- macro stop_at_missing_days(delivery_days, restated_days) -%}
    {%- if execute and flags.WHICH in ('build', 'run') and not is_incremental() -%}
        {%- set missing = run_query(
            'select distinct days.source, days.utc_day from ' ~ delivery_days ~ ' as days'
            ~ ' left join ' ~ restated_days ~ ' as restated'
            ~ ' on days.source = restated.source and days.utc_day = restated.utc_day'
            ~ ' where restated.utc_day is null'
        ).rows -%}
        {%- if missing -%}
            {{ exceptions.raise_compiler_error(
                'fct_delivery cannot be made anew by itself: ' ~ missing | length ~ ' days would be'
                ~ ' missing. Nothing was changed. Run it with what it is made from: --full-refresh'
                ~ ' --select +fct_delivery+'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
