{%- macro elapsed_share(elapsed_minutes='elapsed_minutes', flight_minutes='flight_minutes') -%}
    {{ ad_metrics.ratio(elapsed_minutes, flight_minutes) }}
{%- endmacro -%}
