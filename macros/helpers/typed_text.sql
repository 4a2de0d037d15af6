{#- A text as a literal of the type of texts, as an engine may take a bare one for a shorter
    type. -#}
{%- macro typed_text(text) -%}
    {{ return('cast(' ~ ad_metrics.text_literal(text) ~ ' as ' ~ ad_metrics.type_text() ~ ')') }}
{%- endmacro -%}
