{#- The configuration of the facts: days are replaced as a model says, which names those as well
    that have no rows any more. -#}
{%- macro by_restated_days(restated_days) -%}
    {{ return(adapter.dispatch('by_restated_days', 'ad_metrics')(restated_days)) }}
{%- endmacro -%}

{%- macro default__by_restated_days(restated_days) -%}
    {{ return({'incremental_strategy': 'restated_days'}) }}
{%- endmacro -%}

{#- Days that have no rows any more are dropped by write_fact_days(), as an overwrite leaves
    them. -#}
{%- macro spark__by_restated_days(restated_days) -%}
    {{ return({
        'incremental_strategy': 'insert_overwrite',
        'partition_by': ['source', 'utc_day'],
    }) }}
{%- endmacro -%}
