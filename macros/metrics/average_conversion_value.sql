{%- macro average_conversion_value(
    conversion_value='sum(conversion_value)',
    conversions='sum(conversions)'
) -%}
    {{ ad_metrics.ratio(conversion_value, conversions) }}
{%- endmacro -%}
