{%- macro investment_ratio(
    investment='sum(investment)', conversion_value='sum(conversion_value)'
) -%}
    {{ ad_metrics.ratio(investment, conversion_value) }}
{%- endmacro -%}
