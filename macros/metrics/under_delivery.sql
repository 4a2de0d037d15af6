{#- Not by greatest(), which passes over a null. -#}
{%- macro under_delivery(delivered, expected) -%}
    {%- set delivered = 'cast(' ~ delivered ~ ' as ' ~ ad_metrics.type_double() ~ ')' -%}
    case
        when {{ expected }} > {{ delivered }} then {{ expected }} - {{ delivered }}
        when {{ expected }} <= {{ delivered }} then 0
    end
{%- endmacro -%}
