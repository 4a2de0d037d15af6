{%- macro items_per_conversion(items='sum(items)', conversions='sum(conversions)') -%}
    {{ ad_metrics.ratio(items, conversions) }}
{%- endmacro -%}
