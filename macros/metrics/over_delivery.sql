{#- Not by greatest(), which passes over a null. -#}
{%- macro over_delivery(delivered, expected) -%}
    {%- set delivered = 'cast(' ~ delivered ~ ' as ' ~ ad_metrics.type_double() ~ ')' -%}
    case
        when {{ delivered }} > {{ expected }} then {{ delivered }} - {{ expected }}
        when {{ delivered }} <= {{ expected }} then 0
    end
{%- endmacro -%}
