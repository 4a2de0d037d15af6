{#- The configuration of an incremental model that replaces whole days. A day that is to be emptied has to have a row still: the new rows say
    which days give way. -#}
{%- macro by_day(column) -%}
    {{ return(adapter.dispatch('by_day', 'ad_metrics')(column)) }}
{%- endmacro -%}

{%- macro default__by_day(column) -%}
    {{ return({'incremental_strategy': 'delete+insert', 'unique_key': column}) }}
{%- endmacro -%}

{#- Each day is a partition, and those of the new rows are overwritten. -#}
{%- macro spark__by_day(column) -%}
    {{ return({'incremental_strategy': 'insert_overwrite', 'partition_by': column}) }}
{%- endmacro -%}
