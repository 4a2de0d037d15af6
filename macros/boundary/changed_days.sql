{#- Which days of a raw table changed since the last build, for `judged()`. All that has no readable time stands
    together under one impossible day. -#}

{#- Whether a raw row is of one of these days, said so that an engine can skip what is not. -#}
{%- macro _is_of_days(raw, raw_day, column, days) -%}
    {%- set value = adapter.quote(column) -%}
    {%- set type = raw.columns.get(column, '') -%}
    {%- if not days -%}
        false
    {%- elif type == 'date' and '0001-01-01' not in days -%}
        {{ value }} in ({{ ad_metrics.date_literals(days) }})
    {%- elif type.startswith('timestamp') and 'with time zone' not in type and '0001-01-01' not in days -%}
        {%- for day in days %}
        {%- set next_day = ad_metrics.day_after(day) %}
        {{ 'or ' if not loop.first }}({{ value }} >= cast('{{ day }}' as timestamp) and {{ value }} < cast('{{ next_day }}' as timestamp))
        {%- endfor -%}
    {%- else -%}
        {{ raw_day }} in ({{ ad_metrics.date_literals(days) }})
    {%- endif -%}
{%- endmacro -%}


{#- {'days': all to be read anew, 'emptied': those of them without a raw row now, 'first_time': the
    oldest that is left, 'last_days': the newest day of each load}.

    A server is `asked` for all of it, as only it can tell without sending every row. A day is read
    anew where the fingerprint of its raw rows differs. So is a day of which rows were rejected, as
    they may stand in another line or file now; a server has neither. A key that stands in two days
    ties them: both are read when one of them changes, or when they were found to conflict before. -#}
{%- macro _changed_days(raw, about, column, previous, asked, tied_by_month=none) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set values = [] -%}
    {%- for name in about.raw_names -%}
        {%- do values.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {%- set loads = {} -%}
    {%- set last_days = {} -%}
    {%- set first_times = [] -%}
    {%- for row in run_query(
        'select *, ' ~ raw.load ~ ' as load_name from '
        ~ ad_metrics.server_day_hashes(raw, column, about.raw_names) if asked else
        'select cast(' ~ about.raw_day ~ ' as ' ~ text ~ ') as raw_day, ' ~ raw.load
        ~ ' as load_name, cast(sum(' ~ ad_metrics.row_hash(values or ['1']) ~ ') as ' ~ text
        ~ ') as rows_hash, cast(min(' ~ about.raw_time ~ ') as ' ~ text ~ ') as first_time from '
        ~ raw.sql ~ ' group by 1, 2'
    ).rows -%}
        {%- set day, load = row['raw_day'], row['load_name'] -%}
        {%- do loads.setdefault(day, {}).update({load: row['rows_hash'] ~ ' ' ~ about.reading}) -%}
        {%- do last_days.update({load: [day, last_days.get(load, day)] | max}) -%}
        {%- do first_times.append(row['first_time']) if row['first_time'] -%}
    {%- endfor -%}
    {%- set now = ad_metrics._with_places_of_loads(raw, loads, last_days) -%}
    {%- set before = {} -%}
    {%- set days = [] -%}
    {%- for row in run_query(
        'select distinct cast(raw_day as ' ~ text ~ ') as raw_day, load_name, day_fingerprint,'
        ~ ' verdict from ' ~ previous ~ " where verdict in ('day', 'rejected')"
    ).rows -%}
        {%- if row['verdict'] == 'day' -%}
            {%- do before.setdefault(row['raw_day'], {}).update(
                {row['load_name']: row['day_fingerprint']} if row['day_fingerprint'] else {}
            ) -%}
        {%- elif not asked and row['raw_day'] not in days -%}
            {%- do days.append(row['raw_day']) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set emptied = [] -%}
    {#- A full refresh writes the accounts of days anew that were emptied long ago, too. -#}
    {%- for day in before if day not in now and (before[day] or not is_incremental()) -%}
        {%- do emptied.append(day) -%}
    {%- endfor -%}
    {%- for day in now.keys() | list + emptied
        if day not in days and now.get(day) != before.get(day) -%}
        {%- do days.append(day) -%}
    {%- endfor -%}
    {%- if days and days | length < now | length and is_incremental() -%}
        {%- for day in ad_metrics._days_of_the_same_keys(raw, about, column, days, asked)
            if day not in days -%}
            {%- do days.append(day) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if tied_by_month and days and is_incremental() -%}
        {%- for day in ad_metrics._days_kept_of_months(previous, tied_by_month, days)
            if day not in days -%}
            {%- do days.append(day) -%}
            {%- do emptied.append(day) if day not in now -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return({
        'days': days,
        'emptied': emptied,
        'first_time': first_times | min if first_times else '0001-01-01',
        'last_days': last_days,
    }) }}
{%- endmacro -%}


{#- The fingerprints of days as _day_fingerprint() has them: {day: {load: fingerprint}}. -#}
{%- macro _with_places_of_loads(raw, loads, last_days) -%}
    {%- if not raw.load_names -%}
        {{ return(loads) }}
    {%- endif -%}
    {%- set now = {} -%}
    {%- for day, of_day in loads.items() -%}
        {%- set places = [] -%}
        {%- for load in of_day -%}
            {%- do places.append({
                'load': load, 'last_day': last_days[load], 'rank': raw.load_names.index(load)
            }) -%}
        {%- endfor -%}
        {%- set placed = {} -%}
        {%- for place in places | sort(attribute='last_day,rank') -%}
            {%- set suffix = ' ' ~ loop.index if of_day | length > 1 else '' -%}
            {%- do placed.update({place.load: of_day[place.load] ~ suffix}) -%}
        {%- endfor -%}
        {%- do now.update({day: placed}) -%}
    {%- endfor -%}
    {{ return(now) }}
{%- endmacro -%}


{#- The days with a row whose key stands in one of these days. -#}
{%- macro _days_of_the_same_keys(raw, about, column, days, asked) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- if column in about.key_names -%}
        {{ return([]) }}
    {%- elif asked -%}
        {{ return(run_query(
            'select * from ' ~ ad_metrics.server_days_of_keys(raw, column, about.key_names, days)
        ).columns['raw_day'].values() | list) }}
    {%- endif -%}
    {#- A number is compared as it is, so that an engine can skip by it; a text as it is typed. -#}
    {%- set is_number = about.key_names | length == 1
        and not ad_metrics.is_text_type(raw.columns.get(about.key_names[0], 'text')) -%}
    {%- set key = adapter.quote(about.key_names[0]) if is_number else about.key_sql -%}
    {%- set of_days = raw.sql ~ ' where '
        ~ ad_metrics._is_of_days(raw, about.raw_day, column, days) -%}
    {#- Keys mostly grow with time, so their range lets an engine skip most other days. -#}
    {%- set range = run_query(
        'select cast(min(' ~ key ~ ') as ' ~ text ~ ') as first_key, cast(max(' ~ key ~ ') as ' ~ text
        ~ ') as last_key from ' ~ of_days
    ).rows[0] -%}
    {{ return(run_query(
        'select distinct cast(' ~ about.raw_day ~ ' as ' ~ text ~ ') as raw_day from ' ~ raw.sql
        ~ ' where ' ~ key ~ " between '" ~ (range['first_key'] or '0') | replace("'", "''")
        ~ "' and '" ~ (range['last_key'] or '0') | replace("'", "''") ~ "' and " ~ key
        ~ ' in (select ' ~ key ~ ' from ' ~ of_days ~ ')'
    ).columns['raw_day'].values() | list) }}
{%- endmacro -%}


{#- The days with rows that are kept though they are gone, and that a row of a whole month may have:
    where the first day of their month changed; such first days where another day of it did. -#}
{%- macro _days_kept_of_months(previous, is_of_month, days) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set months = [] -%}
    {%- set first_days = [] -%}
    {%- for day in days -%}
        {%- do months.append(day[:7]) -%}
        {%- do first_days.append(day) if day.endswith('-01') -%}
    {%- endfor -%}
    {%- set tied = [] -%}
    {%- for row in run_query(
        'select cast(raw_day as ' ~ text ~ ') as raw_day, max(case when ' ~ is_of_month
        ~ ' then 1 else 0 end) as is_of_month from ' ~ previous
        ~ " where verdict = 'deleted' group by raw_day"
    ).rows -%}
        {%- set first_day = row['raw_day'][:7] ~ '-01' -%}
        {%- if first_day in first_days
            or (row['is_of_month'] == 1 and row['raw_day'][:7] in months) -%}
            {%- do tied.append(row['raw_day']) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(tied) }}
{%- endmacro -%}
