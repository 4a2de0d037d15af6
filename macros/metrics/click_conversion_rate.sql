{%- macro click_conversion_rate(
    click_conversions='sum(click_conversions)',
    clicks='sum(clicks)'
) -%}
    {{ ad_metrics.ratio(click_conversions, clicks) }}
{%- endmacro -%}
