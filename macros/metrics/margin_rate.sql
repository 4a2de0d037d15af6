{%- macro margin_rate(revenue='sum(revenue)', media_cost='sum(media_cost)') -%}
    {{ ad_metrics.ratio('(' ~ ad_metrics.margin(revenue, media_cost) ~ ')', revenue) }}
{%- endmacro -%}
