{%- macro vcpm(investment='sum(investment)', viewable_impressions='sum(viewable_impressions)') -%}
    {{ ad_metrics.ratio(investment, viewable_impressions, scale=1000) }}
{%- endmacro -%}
