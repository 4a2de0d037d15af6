{%- macro roas(conversion_value='sum(conversion_value)', investment='sum(investment)') -%}
    {{ ad_metrics.ratio(conversion_value, investment) }}
{%- endmacro -%}
