{#- A day: a date, or a time whose date is meant. A time with an offset from UTC is a point in time;
    it counts on its day in the reporting time zone. -#}
{%- macro day_column(raw, name, required=true) -%}
    {{ return({'kind': 'day', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_day(column, raw_type) -%}
    {%- set trimmed = ad_metrics.trimmed('<value>') -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- set good = ad_metrics._is_day(trimmed) -%}
        {%- set value = ad_metrics._text_to_day(trimmed) -%}
        {%- set moment = ad_metrics._text_to_moment(trimmed) -%}
    {%- else -%}
        {%- set good = "<value> >= cast('1990-01-01' as date)"
            ~ " and <value> < cast('2100-01-01' as date)" -%}
        {%- set here = ad_metrics.utc_to_local(
            ad_metrics.zoned_to_utc('<value>'), ad_metrics.setting('reporting_timezone')
        ) if 'with time zone' in raw_type else '<value>' -%}
        {%- set value = 'cast(' ~ here ~ ' as date)' -%}
        {%- set moment = 'cast(' ~ here ~ ' as timestamp)' -%}
    {%- endif -%}
    {{ return({
        'what': 'a day from 1990 to 2099 written as 2026-10-22 (or a time, with or without an'
            ~ ' offset)',
        'good': good,
        'value': value,
        'moment': moment,
        'type': 'date',
        'rejects': column.required,
    }) }}
{%- endmacro -%}


{#- Whether a text is a day of the calendar from 1990 to 2099, written as 2026-10-22; a time may
    follow, and after it an offset from UTC. -#}
{%- macro _is_day(text) -%}
    {%- set seconds = '(:[0-5][0-9]([.][0-9]{1,9})?)?' -%}
    {%- set offset = '( ?(Z|UTC|[+-][01][0-9](:?[0-5][0-9])?))?' -%}
    {%- set time = '[ T]([01][0-9]|2[0-3]):[0-5][0-9]' ~ seconds ~ offset -%}
    (
        {{ ad_metrics.is_timestamp('substr(' ~ text ~ ", 1, 10) || ' 00:00:00'") }}
        and {{ ad_metrics.matches('substr(' ~ text ~ ', 11)', '(' ~ time ~ ')?') }}
    )
{%- endmacro -%}


{#- The day that such a text means: the one that is written, or, where an offset makes it a point in
    time, the one in the reporting time zone. -#}
{%- macro _text_to_day(text) -%}
    {{ ad_metrics._here_of_text(text, 'date', 'cast(substr(' ~ text ~ ', 1, 10) as date)') }}
{%- endmacro -%}


{#- The second that such a text means, in the reporting time zone; of a day alone the first. -#}
{%- macro _text_to_moment(text) -%}
    {%- set day = 'cast(substr(' ~ text ~ ', 1, 10) as timestamp)' -%}
    {%- set minute = ad_metrics._here_of_text(
        text,
        'timestamp',
        'case when length(' ~ text ~ ') > 10 then ' ~ ad_metrics._minute_as_written(text)
            ~ ' else ' ~ day ~ ' end'
    ) -%}
    {%- set seconds = 'case when substr(' ~ text ~ ", 17, 1) = ':' then cast(substr(" ~ text
        ~ ', 18, 2) as integer) else 0 end' -%}
    {{ dbt.dateadd('second', seconds, minute) }}
{%- endmacro -%}


{%- macro _minute_as_written(text) -%}
    {{ return("cast(replace(substr(" ~ text ~ ", 1, 16), 'T', ' ') || ':00' as timestamp)") }}
{%- endmacro -%}


{#- The minute of such a text in the reporting time zone as this type, if it has an offset; `plain`
    if it has none. -#}
{%- macro _here_of_text(text, type, plain) -%}
    {%- set written = ad_metrics._minute_as_written(text) -%}
    {%- set rest = 'substr(' ~ text ~ ', 17)' -%}
    {%- set offset = 'replace(regexp_replace(' ~ rest ~ ", '^[0-9:.]* ?(Z|UTC)?', ''), ':', '')" -%}
    {%- set hours = 'cast(substr(' ~ offset ~ ', 2, 2) as integer)' -%}
    {%- set minutes = 'cast(coalesce(nullif(substr(' ~ offset ~ ", 4, 2), ''), '0') as integer)" -%}
    {%- set behind = '(' ~ hours ~ ' * 60 + ' ~ minutes ~ ') * (case when ' ~ offset
        ~ " like '+%' then -1 else 1 end)" -%}
    {%- set in_utc = dbt.dateadd('minute', behind, written) -%}
    {%- set zone = ad_metrics.setting('reporting_timezone') -%}
    case
        when {{ rest }} like '%Z' or {{ rest }} like '%UTC'
            then cast({{ ad_metrics.utc_to_local(written, zone) }} as {{ type }})
        when {{ rest }} like '%+%' or {{ rest }} like '%-%'
            then cast({{ ad_metrics.utc_to_local(in_utc, zone) }} as {{ type }})
        else {{ plain }}
    end
{%- endmacro -%}
