{%- macro expected_to_date(
    target,
    elapsed_minutes='elapsed_minutes',
    flight_minutes='flight_minutes'
) -%}
    {{ ad_metrics.ratio(target, flight_minutes, scale=elapsed_minutes) }}
{%- endmacro -%}
