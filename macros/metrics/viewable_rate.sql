{%- macro viewable_rate(
    viewable_impressions='sum(viewable_impressions)',
    measurable_impressions='sum(measurable_impressions)'
) -%}
    {{ ad_metrics.ratio(viewable_impressions, measurable_impressions) }}
{%- endmacro -%}
