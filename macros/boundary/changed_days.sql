{#- Which days of a raw table changed since the last build, for `judged()`. All that has no readable time stands
    together under one impossible day. -#}

{%- macro _dates(days) -%}
    {%- for day in days %}cast('{{ day }}' as date){{ ', ' if not loop.last }}{% else %}null{% endfor -%}
{%- endmacro -%}


{#- The day so many days after a day, both as text. -#}
{%- macro _day_after(day, days=1) -%}
    {{ return((modules.datetime.date.fromisoformat(day) + modules.datetime.timedelta(days=days)) | string) }}
{%- endmacro -%}


{#- Whether a raw row is of one of these days, said so that an engine can skip what is not. -#}
{%- macro _is_of_days(raw, raw_day, column, days) -%}
    {%- set value = adapter.quote(column) -%}
    {%- set type = raw.columns.get(column, '') -%}
    {%- if not days -%}
        false
    {%- elif type == 'date' and '0001-01-01' not in days -%}
        {{ value }} in ({{ ad_metrics._dates(days) }})
    {%- elif type.startswith('timestamp') and 'with time zone' not in type and '0001-01-01' not in days -%}
        {%- for day in days %}
        {%- set next_day = ad_metrics._day_after(day) %}
        {{ 'or ' if not loop.first }}({{ value }} >= cast('{{ day }}' as timestamp) and {{ value }} < cast('{{ next_day }}' as timestamp))
        {%- endfor -%}
    {%- else -%}
        {{ raw_day }} in ({{ ad_metrics._dates(days) }})
    {%- endif -%}
{%- endmacro -%}


{#- {'days': all to be read anew, 'emptied': those of them without a raw row now, 'first_time': the oldest that is left}.

    A server is `asked` for all of it, as only it can tell without sending every row. A day is read anew where the
    fingerprint of its raw rows differs. A key that stands in two days ties them: both are read when one of them changes,
    or when they were found to conflict before. -#}
{%- macro _changed_days(raw, raw_day, raw_time, column, keys, names, previous, reading, asked) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set values = [] -%}
    {%- for name in names -%}
        {%- do values.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {%- set now = {} -%}
    {%- set first_times = [] -%}
    {%- for row in run_query(
        'select *, ' ~ raw.load ~ ' as load_name from ' ~ ad_metrics.server_day_hashes(raw, column, names) if asked else
        'select cast(' ~ raw_day ~ ' as ' ~ text ~ ') as raw_day, ' ~ raw.load ~ ' as load_name, cast(sum(' ~ ad_metrics.row_hash(values or ['1'])
        ~ ') as ' ~ text ~ ') as rows_hash, cast(min(' ~ raw_time ~ ') as ' ~ text ~ ') as first_time from ' ~ raw.sql ~ ' group by 1, 2'
    ).rows -%}
        {%- do now.setdefault(row['raw_day'], {}).update({row['load_name']: row['rows_hash'] ~ ' ' ~ reading}) -%}
        {%- do first_times.append(row['first_time']) if row['first_time'] -%}
    {%- endfor -%}
    {%- set before = {} -%}
    {%- set days = [] -%}
    {%- for row in run_query(
        'select cast(raw_day as ' ~ text ~ ') as raw_day, load_name, day_fingerprint, verdict from ' ~ previous
        ~ " where verdict = 'day' or (verdict = 'rejected' and rejected_because like '%stands in several rows%')"
    ).rows -%}
        {%- if row['verdict'] == 'day' -%}
            {%- do before.setdefault(row['raw_day'], {}).update(
                {row['load_name']: row['day_fingerprint']} if row['day_fingerprint'] else {}
            ) -%}
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
    {%- if asked and days and days | length < now | length -%}
        {%- for row in run_query('select * from ' ~ ad_metrics.server_days_of_keys(raw, column, keys, days)).rows
            if row['raw_day'] not in days -%}
            {%- do days.append(row['raw_day']) -%}
        {%- endfor -%}
    {%- elif column not in keys and days and days | length < now | length -%}
        {%- set key_values = [] -%}
        {%- for name in keys -%}
            {%- do key_values.append(adapter.quote(name)) -%}
        {%- endfor -%}
        {%- set key = key_values[0] if keys | length == 1 else ad_metrics._raw_key(key_values) -%}
        {%- set of_days = raw.sql ~ ' where ' ~ ad_metrics._is_of_days(raw, raw_day, column, days) -%}
        {#- Keys mostly grow with time, so their range lets an engine skip most other days. -#}
        {%- set range = run_query('select cast(min(' ~ key ~ ') as ' ~ text ~ ') as first_key, cast(max(' ~ key ~ ') as '
            ~ text ~ ') as last_key from ' ~ of_days).rows[0] -%}
        {%- for row in run_query(
            'select distinct cast(' ~ raw_day ~ ' as ' ~ text ~ ') as raw_day from ' ~ raw.sql ~ ' where ' ~ key
            ~ " between '" ~ (range['first_key'] or '0') | replace("'", "''") ~ "' and '"
            ~ (range['last_key'] or '0') | replace("'", "''") ~ "' and " ~ key ~ ' in (select ' ~ key ~ ' from ' ~ of_days ~ ')'
        ).rows if row['raw_day'] not in days -%}
            {%- do days.append(row['raw_day']) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return({
        'days': days, 'emptied': emptied, 'first_time': first_times | min if first_times else '0001-01-01'
    }) }}
{%- endmacro -%}
