{%- macro evcpm(revenue='sum(revenue)', viewable_impressions='sum(viewable_impressions)') -%}
    {{ ad_metrics.ratio(revenue, viewable_impressions, scale=1000) }}
{%- endmacro -%}
