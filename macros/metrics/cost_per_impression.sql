{%- macro cost_per_impression(investment='sum(investment)', impressions='sum(impressions)') -%}
    {{ ad_metrics.ratio(investment, impressions) }}
{%- endmacro -%}
