{%- macro impression_conversion_rate(
    impression_conversions='sum(impression_conversions)',
    impressions='sum(impressions)'
) -%}
    {{ ad_metrics.ratio(impression_conversions, impressions) }}
{%- endmacro -%}
