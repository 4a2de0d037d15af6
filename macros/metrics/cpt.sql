{%- macro cpt(investment='sum(investment)', impressions='sum(impressions)') -%}
    {{ ad_metrics.ratio(investment, impressions, scale=1000) }}
{%- endmacro -%}


{%- macro cpm(investment='sum(investment)', impressions='sum(impressions)') -%}
    {{ ad_metrics.cpt(investment, impressions) }}
{%- endmacro -%}
