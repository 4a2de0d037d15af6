{#- The present time as a timestamp in UTC, whatever the session's time zone. -#}
{%- macro utc_now() -%}{{ adapter.dispatch('utc_now', 'ad_metrics')() }}{%- endmacro -%}

{%- macro default__utc_now() -%}(current_timestamp at time zone 'UTC'){%- endmacro -%}

{%- macro spark__utc_now() -%}
    to_utc_timestamp(current_timestamp(), current_timezone())
{%- endmacro -%}
