{%- macro cpa(investment='sum(investment)', conversions='sum(conversions)') -%}
    {{ ad_metrics.ratio(investment, conversions) }}
{%- endmacro -%}
