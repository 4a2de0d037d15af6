{#- A UTC timestamp as the wall clock shows it in a time zone, and back. Neither depends on the
    session's own time zone. -#}
{%- macro utc_to_local(utc, timezone) -%}
    {{ adapter.dispatch('utc_to_local', 'ad_metrics')(utc, timezone) }}
{%- endmacro -%}

{%- macro default__utc_to_local(utc, timezone) -%}
    ((({{ utc }}) at time zone 'UTC') at time zone '{{ timezone }}')
{%- endmacro -%}

{%- macro spark__utc_to_local(utc, timezone) -%}
    from_utc_timestamp({{ utc }}, '{{ timezone }}')
{%- endmacro -%}


{%- macro local_to_utc(local, timezone) -%}
    {{ adapter.dispatch('local_to_utc', 'ad_metrics')(local, timezone) }}
{%- endmacro -%}

{%- macro default__local_to_utc(local, timezone) -%}
    ((({{ local }}) at time zone '{{ timezone }}') at time zone 'UTC')
{%- endmacro -%}

{%- macro spark__local_to_utc(local, timezone) -%}
    to_utc_timestamp({{ local }}, '{{ timezone }}')
{%- endmacro -%}


{#- A timestamp with a time zone as a timestamp in UTC; a cast would follow the session's time
    zone. -#}
{%- macro zoned_to_utc(zoned) -%}
    {{ adapter.dispatch('zoned_to_utc', 'ad_metrics')(zoned) }}
{%- endmacro -%}

{%- macro default__zoned_to_utc(zoned) -%}
    (({{ zoned }}) at time zone 'UTC')
{%- endmacro -%}
