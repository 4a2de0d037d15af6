{#- Which days of a raw table changed since the last build, for `judged()`. -#}

{#- The day that a raw row stands under, as text; all that is no day stands together under ''. -#}
{%- macro _raw_day(raw, column) -%}
    {%- set value = adapter.quote(column) -%}
    {%- set raw_type = (raw.columns or {}).get(column, 'varchar') -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        case when {{ ad_metrics.matches('substr(' ~ value ~ ', 1, 10)', '[0-9]{4}-[0-9]{2}-[0-9]{2}') }} then substr({{ value }}, 1, 10) else '' end
    {%- else -%}
        {%- set value = ad_metrics.zoned_to_utc(value) if 'with time zone' in raw_type else value -%}
        coalesce(cast(cast({{ value }} as date) as {{ ad_metrics.type_text() }}), '')
    {%- endif -%}
{%- endmacro -%}


{#- Whether a raw row is of one of these days, said so that an engine can skip what is not. -#}
{%- macro _is_of_days(raw, raw_day, column, days) -%}
    {%- set value = adapter.quote(column) -%}
    {%- set raw_type = (raw.columns or {}).get(column, 'varchar') -%}
    {%- if not days -%}
        false
    {%- elif ad_metrics.is_text_type(raw_type) or 'with time zone' in raw_type -%}
        {{ raw_day }} in ('{{ days | join("', '") }}')
    {%- else -%}
        cast({{ value }} as date) in (
            {%- for day in days if day %}cast('{{ day }}' as date){{ ', ' if not loop.last }}{% else %}null{% endfor -%}
        ){{ ' or ' ~ value ~ ' is null' if '' in days }}
    {%- endif -%}
{%- endmacro -%}


{#- {'days': all to be read anew, 'emptied': those of them without a raw row now, 'first_time': the oldest that is left}.

    A day is read anew where the fingerprint of its raw rows differs. A key that stands in two days ties them: both are
    read when one of them changes, or when they were found to conflict before. -#}
{%- macro _changed_days(raw, raw_day, column, keys, names, previous, reading) -%}
    {%- set values = [] -%}
    {%- for name in names -%}
        {%- do values.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {%- set found = run_query(
        'select ' ~ raw_day ~ ' as raw_day, cast(sum(' ~ ad_metrics.row_hash(values) ~ ') as ' ~ ad_metrics.type_text()
        ~ ') as rows_hash, cast(min(' ~ adapter.quote(column) ~ ') as ' ~ ad_metrics.type_text() ~ ') as first_time from '
        ~ raw.sql ~ ' group by 1'
    ) -%}
    {%- set now = {} -%}
    {%- set first_times = [] -%}
    {%- for row in found.rows -%}
        {%- do now.update({row['raw_day']: row['rows_hash'] ~ ' ' ~ reading}) -%}
        {%- if row['raw_day'] -%}
            {%- do first_times.append(row['first_time']) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set before = {} -%}
    {%- set days = [] -%}
    {%- for row in run_query(
        'select raw_day, day_fingerprint, verdict from ' ~ previous ~ " where verdict = 'day' or (verdict = 'rejected'"
        ~ " and rejected_because like '%stands in several rows%')"
    ).rows -%}
        {%- if row['verdict'] == 'day' -%}
            {%- do before.update({row['raw_day']: row['day_fingerprint']}) -%}
        {%- elif row['raw_day'] not in days -%}
            {%- do days.append(row['raw_day']) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set emptied = [] -%}
    {%- for day in before if day not in now and before[day] -%}
        {%- do emptied.append(day) -%}
    {%- endfor -%}
    {%- for day in now.keys() | list + emptied if day not in days and now.get(day) != before.get(day) -%}
        {%- do days.append(day) -%}
    {%- endfor -%}
    {%- if days and days | length < now | length -%}
        {%- for row in run_query(
            'select distinct ' ~ raw_day ~ ' as raw_day from ' ~ raw.sql ~ ' where ' ~ ad_metrics._raw_key(keys)
            ~ ' in (select ' ~ ad_metrics._raw_key(keys) ~ ' from ' ~ raw.sql ~ ' where '
            ~ ad_metrics._is_of_days(raw, raw_day, column, days) ~ ')'
        ).rows if row['raw_day'] not in days -%}
            {%- do days.append(row['raw_day']) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return({'days': days, 'emptied': emptied, 'first_time': first_times | min if first_times else '0001-01-01'}) }}
{%- endmacro -%}
