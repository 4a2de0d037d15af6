{%- macro margin(revenue='sum(revenue)', media_cost='sum(media_cost)') -%}
    cast({{ ad_metrics.difference(revenue, media_cost) }} as {{ ad_metrics.type_money() }})
{%- endmacro -%}
