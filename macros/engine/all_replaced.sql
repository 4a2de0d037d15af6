{#- A text in which every part that matches a regular expression is replaced by another text. -#}
{%- macro all_replaced(text, pattern, by) -%}
    {{ adapter.dispatch('all_replaced', 'ad_metrics')(text, pattern, by) }}
{%- endmacro -%}

{%- macro default__all_replaced(text, pattern, by) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ by }}', 'g')
{%- endmacro -%}

{#- These replace all of them without being asked. -#}
{%- macro spark__all_replaced(text, pattern, by) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ by }}')
{%- endmacro -%}

{%- macro bigquery__all_replaced(text, pattern, by) -%}
    regexp_replace({{ text }}, {{ ad_metrics.text_literal(pattern) }}, '{{ by }}')
{%- endmacro -%}

{%- macro redshift__all_replaced(text, pattern, by) -%}
    {{ ad_metrics.spark__all_replaced(text, pattern, by) }}
{%- endmacro -%}

{%- macro snowflake__all_replaced(text, pattern, by) -%}
    {{ ad_metrics.spark__all_replaced(text, pattern, by) }}
{%- endmacro -%}

{%- macro trino__all_replaced(text, pattern, by) -%}
    {{ ad_metrics.spark__all_replaced(text, pattern, by) }}
{%- endmacro -%}
