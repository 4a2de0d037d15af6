{%- macro ctr(clicks='sum(clicks)', impressions='sum(impressions)') -%}
    {{ ad_metrics.ratio(clicks, impressions) }}
{%- endmacro -%}
