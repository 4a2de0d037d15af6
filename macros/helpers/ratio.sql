{#- The one division of every rate: always multiplied first and divided last, so that every engine
    rounds alike, and null where there is nothing to divide by. -#}
{%- macro ratio(numerator, denominator, scale=1) -%}
    {%- set type = ad_metrics.type_double() -%}
    cast({{ numerator }} as {{ type }})
    {%- if scale != 1 %} * {{ scale }}{% endif %} / nullif(cast({{ denominator }} as {{ type }}), 0)
{%- endmacro -%}
