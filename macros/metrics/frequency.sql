{%- macro frequency(impressions='impressions', reach='reach') -%}
    {{ ad_metrics.ratio(impressions, reach) }}
{%- endmacro -%}
