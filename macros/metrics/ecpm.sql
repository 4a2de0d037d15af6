{%- macro ecpm(revenue='sum(revenue)', impressions='sum(impressions)') -%}
    {{ ad_metrics.ratio(revenue, impressions, scale=1000) }}
{%- endmacro -%}


{%- macro erpm(revenue='sum(revenue)', impressions='sum(impressions)') -%}
    {{ ad_metrics.ecpm(revenue, impressions) }}
{%- endmacro -%}
