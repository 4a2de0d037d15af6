{%- macro fill_rate(impressions='sum(impressions)', requests='sum(requests)') -%}
    {{ ad_metrics.ratio(impressions, requests) }}
{%- endmacro -%}
