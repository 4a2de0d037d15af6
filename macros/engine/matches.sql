{#- Whether the whole text matches a regular expression; null for null. -#}
{%- macro matches(text, pattern) -%}
    {{ adapter.dispatch('matches', 'ad_metrics')(text, pattern) }}
{%- endmacro -%}

{%- macro default__matches(text, pattern) -%}
    {{ text }} ~ '^({{ pattern }})$'
{%- endmacro -%}

{%- macro duckdb__matches(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern }}')
{%- endmacro -%}

{%- macro spark__matches(text, pattern) -%}
    {{ text }} rlike '\\A({{ pattern }})\\z'
{%- endmacro -%}
