{#- Tells an engine whether to keep in memory the rows that a step reads and several others need, or
    to read them again: again where there may be many and reading is cheap by column (tables,
    Parquet), not where every value is parsed (CSV), nor where the caller says to keep them: few
    ones, or a server's, which might be others a moment later. -#}
{%- macro read_again(source, keep=false) -%}
    {{ adapter.dispatch('read_again', 'ad_metrics')(source, keep) }}
{%- endmacro -%}

{%- macro default__read_again(source, keep) -%}{%- endmacro -%}

{%- macro duckdb__read_again(source, keep) -%}
    {{ 'materialized' if keep or 'read_csv' in source | string else 'not materialized' }}
{%- endmacro -%}
