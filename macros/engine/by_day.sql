{#- The configuration of an incremental model that replaces whole days. A day that is to be emptied
    has to have a row still: the new rows say which days give way. A column that a later version
    adds is added to the table. -#}
{%- macro by_day(column) -%}
    {{ return(dict(
        adapter.dispatch('by_day', 'ad_metrics')(column), on_schema_change='append_new_columns'
    )) }}
{%- endmacro -%}

{%- macro default__by_day(column) -%}
    {{ return({'incremental_strategy': 'delete+insert', 'unique_key': column}) }}
{%- endmacro -%}

{#- Each day is a partition, and those of the new rows are overwritten. -#}
{%- macro spark__by_day(column) -%}
    {{ return({'incremental_strategy': 'insert_overwrite', 'partition_by': column}) }}
{%- endmacro -%}


{#- The configuration of a model that replaces the rows of each key which it has anew. -#}
{%- macro by_key(column) -%}
    {{ return(adapter.dispatch('by_key', 'ad_metrics')(column)) }}
{%- endmacro -%}

{%- macro default__by_key(column) -%}
    {{ return({
        'materialized': 'incremental',
        'incremental_strategy': 'delete+insert',
        'unique_key': column,
    }) }}
{%- endmacro -%}

{#- There are too many keys for a partition each, so all is made anew. -#}
{%- macro spark__by_key(column) -%}
    {{ return({'materialized': 'table'}) }}
{%- endmacro -%}


{#- The configuration of a table whose days are deleted and inserted one by one, with
    delete_days(). -#}
{%- macro kept_by_day(column) -%}
    {{ return(adapter.dispatch('kept_by_day', 'ad_metrics')(column)) }}
{%- endmacro -%}

{%- macro default__kept_by_day(column) -%}{{ return({}) }}{%- endmacro -%}

{%- macro spark__kept_by_day(column) -%}{{ return({'partition_by': column}) }}{%- endmacro -%}
