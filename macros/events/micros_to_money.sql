{#- A whole number of millionths as an amount of money, exactly. -#}
{%- macro micros_to_money(micros) -%}
    cast(cast({{ micros }} as decimal(20, 0)) * cast(0.000001 as decimal(7, 6)) as {{ ad_metrics.type_money() }})
{%- endmacro -%}
