{%- macro cpc(investment='sum(investment)', clicks='sum(clicks)') -%}
    {{ ad_metrics.ratio(investment, clicks) }}
{%- endmacro -%}
