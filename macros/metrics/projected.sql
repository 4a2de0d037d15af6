{%- macro projected(
    delivered,
    elapsed_minutes='elapsed_minutes',
    flight_minutes='flight_minutes'
) -%}
    {{ ad_metrics.ratio(delivered, elapsed_minutes, scale=flight_minutes) }}
{%- endmacro -%}
