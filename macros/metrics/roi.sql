{%- macro roi(conversion_value='sum(conversion_value)', investment='sum(investment)') -%}
    {{ ad_metrics.ratio(
        '(' ~ ad_metrics.difference(conversion_value, investment) ~ ')', investment
    ) }}
{%- endmacro -%}
