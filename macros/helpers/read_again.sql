{#- Tells an engine whether to keep in memory what a step reads that several others need, or to read it again: again where
    reading is cheap by column (tables, Parquet), not where every value is parsed (CSV). -#}
{%- macro read_again(source) -%}{{ adapter.dispatch('read_again', 'ad_metrics')(source) }}{%- endmacro -%}

{%- macro default__read_again(source) -%}{%- endmacro -%}

{%- macro duckdb__read_again(source) -%}
    {{ 'materialized' if 'read_csv' in source | string else 'not materialized' }}
{%- endmacro -%}
