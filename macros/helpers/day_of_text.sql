{#- Whether a text is a day of the calendar from 1990 to 2099, written as 2026-10-22; a time may follow, and after it an offset from UTC. -#}
{%- macro is_day(text) -%}
    (
        {{ ad_metrics.is_timestamp('substr(' ~ text ~ ", 1, 10) || ' 00:00:00'") }}
        and {{ ad_metrics.matches('substr(' ~ text ~ ', 11)', '([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?( ?(Z|UTC|[+-][01][0-9](:?[0-5][0-9])?))?)?') }}
    )
{%- endmacro -%}


{#- The day that such a text means: the one that is written, or, where an offset makes it a point in time, the one in the reporting time zone. -#}
{%- macro text_to_day(text) -%}
    {%- set written = "cast(replace(substr(" ~ text ~ ", 1, 16), 'T', ' ') || ':00' as timestamp)" -%}
    {%- set offset = "replace(regexp_replace(substr(" ~ text ~ ", 17), '^[0-9:.]* ?(Z|UTC)?', ''), ':', '')" -%}
    {%- set minutes = "(cast(substr(" ~ offset ~ ", 2, 2) as integer) * 60 + cast(coalesce(nullif(substr(" ~ offset ~ ", 4, 2), ''), '0') as integer))"
        ~ " * (case when " ~ offset ~ " like '+%' then -1 else 1 end)" -%}
    {%- set timezone = ad_metrics.setting('reporting_timezone') -%}
    case
        when substr({{ text }}, 17) like '%Z' or substr({{ text }}, 17) like '%UTC'
            then cast({{ ad_metrics.utc_to_local(written, timezone) }} as date)
        when substr({{ text }}, 17) like '%+%' or substr({{ text }}, 17) like '%-%'
            then cast({{ ad_metrics.utc_to_local(dbt.dateadd('minute', minutes, written), timezone) }} as date)
        else cast(substr({{ text }}, 1, 10) as date)
    end
{%- endmacro -%}
