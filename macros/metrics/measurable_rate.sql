{%- macro measurable_rate(
    measurable_impressions='sum(measurable_impressions)', impressions='sum(impressions)'
) -%}
    {{ ad_metrics.ratio(measurable_impressions, impressions) }}
{%- endmacro -%}
