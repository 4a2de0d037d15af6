{%- macro ecpc(revenue='sum(revenue)', clicks='sum(clicks)') -%}
    {{ ad_metrics.ratio(revenue, clicks) }}
{%- endmacro -%}


{%- macro erpc(revenue='sum(revenue)', clicks='sum(clicks)') -%}
    {{ ad_metrics.ecpc(revenue, clicks) }}
{%- endmacro -%}
