{#- A whole number of millionths of so many digits as an amount of money, exactly. -#}
{%- macro micros_to_money(micros, digits=20) -%}
    cast(
        cast({{ micros }} as {{ ad_metrics.type_decimal(digits, 0) }})
        * cast(0.000001 as {{ ad_metrics.type_decimal(7, 6) }}) as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}
