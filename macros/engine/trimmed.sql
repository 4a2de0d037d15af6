{#- A text without the blanks around it: spaces, tabs, line ends, and the no-break spaces that
    spreadsheets write. -#}
{%- macro trimmed(text) -%}
    {{ return(adapter.dispatch('trimmed', 'ad_metrics')(text)) }}
{%- endmacro -%}

{%- macro default__trimmed(text) -%}
    {{ return("trim(both ' \t\r\n\u00a0' from " ~ text ~ ')') }}
{%- endmacro -%}

{%- macro bigquery__trimmed(text) -%}
    {{ return('trim(' ~ text ~ ', ' ~ ad_metrics.text_literal(' \t\r\n\u00a0') ~ ')') }}
{%- endmacro -%}

{%- macro snowflake__trimmed(text) -%}
    {{ return('trim(' ~ text ~ ", ' \t\r\n\u00a0')") }}
{%- endmacro -%}

{#- DuckDB is four times as fast in seeing that a text has no blank at all. -#}
{%- macro duckdb__trimmed(text) -%}
    {{ return(
        'case when ' ~ ad_metrics.matches(text, '[!-~]*') ~ ' then ' ~ text
        ~ " else trim(" ~ text ~ ", ' \t\r\n\u00a0') end"
    ) }}
{%- endmacro -%}
