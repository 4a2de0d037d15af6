{#- A text as a literal. -#}
{%- macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'ad_metrics')(text | string)) }}
{%- endmacro -%}

{%- macro default__text_literal(text) -%}
    {{ return("'" ~ text | replace("'", "''") ~ "'") }}
{%- endmacro -%}

{#- To Spark a backslash begins another character, and two quotes end one text and begin the
    next. -#}
{%- macro spark__text_literal(text) -%}
    {{ return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") }}
{%- endmacro -%}
