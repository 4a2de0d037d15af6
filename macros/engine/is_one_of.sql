{#- Whether a text is one of these words, which are letters and digits alone; null for null. -#}
{%- macro is_one_of(text, words) -%}
    {{ adapter.dispatch('is_one_of', 'ad_metrics')(text, words) }}
{%- endmacro -%}

{%- macro default__is_one_of(text, words) -%}
    {{ text }} in ('{{ words | join("', '") }}')
{%- endmacro -%}

{#- DuckDB joins every row with a long list, asked for or not; it matches a pattern once for each
    word that a dictionary of a file has. -#}
{%- macro duckdb__is_one_of(text, words) -%}
    {{ ad_metrics.matches(text, words | join('|')) }}
{%- endmacro -%}
