{%- macro ecpa(revenue='sum(revenue)', conversions='sum(conversions)') -%}
    {{ ad_metrics.ratio(revenue, conversions) }}
{%- endmacro -%}


{%- macro erps(revenue='sum(revenue)', conversions='sum(conversions)') -%}
    {{ ad_metrics.ecpa(revenue, conversions) }}
{%- endmacro -%}


{%- macro ecps(revenue='sum(revenue)', conversions='sum(conversions)') -%}
    {{ ad_metrics.ecpa(revenue, conversions) }}
{%- endmacro -%}
