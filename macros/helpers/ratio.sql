{#- The one division of every rate: always multiplied first and divided last, so that every engine
    rounds alike, and null where there is nothing to divide by. -#}
{%- macro ratio(numerator, denominator, scale=1) -%}
    cast({{ numerator }} as {{ ad_metrics.type_double() }})
    {%- if scale != 1 %} * {{ scale }}{% endif %} / nullif(cast({{ denominator }} as {{ ad_metrics.type_double() }}), 0)
{%- endmacro -%}
