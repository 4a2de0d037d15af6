{#- Tells an engine whether to keep in memory the rows that a step reads and several others need, or to read them again:
    again where there may be many and reading is cheap by column (tables, Parquet), not where every value is parsed (CSV). -#}
{%- macro read_again(source, are_few=false) -%}
    {{ adapter.dispatch('read_again', 'ad_metrics')(source, are_few) }}
{%- endmacro -%}

{%- macro default__read_again(source, are_few) -%}{%- endmacro -%}

{%- macro duckdb__read_again(source, are_few) -%}
    {{ 'materialized' if are_few or 'read_csv' in source | string else 'not materialized' }}
{%- endmacro -%}
