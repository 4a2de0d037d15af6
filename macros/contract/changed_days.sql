{#- Which days of a raw table changed since the last build, for `judged()`: {'days': all to be read
    anew, 'emptied': those of them without a raw row now, 'first_time': the oldest that is left,
    'last_days': the newest day of each load}.

    A day is read anew where the fingerprint of its raw rows differs. So is a day of which rows were
    rejected, as they may stand in another line or file now; a server, which is `asked` for all of
    it, as only it can tell without sending every row, has neither.

    All of it is asked while dbt compiles, as an engine skips what a list of days leaves out, and
    nothing that a subquery does. -#}
{%- macro _changed_days(about, tied_by_month=none) -%}
    {%- set found = ad_metrics._days_now(about) -%}
    {%- set before = ad_metrics._days_of_last_build(about) -%}
    {%- set now = found.days -%}
    {%- set days = [] if about.asked else before.rejected -%}
    {%- set emptied = [] -%}
    {#- A full refresh writes the accounts of days anew that were emptied long ago, too. -#}
    {%- for day in before.days
        if day not in now and (before.days[day] or not is_incremental()) -%}
        {%- do emptied.append(day) -%}
    {%- endfor -%}
    {%- for day in now.keys() | list + emptied
        if day not in days and now.get(day) != before.days.get(day) -%}
        {%- do days.append(day) -%}
    {%- endfor -%}
    {%- if days and days | length < now | length and is_incremental() -%}
        {%- for day in ad_metrics._days_of_the_same_keys(about, days) if day not in days -%}
            {%- do days.append(day) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if tied_by_month and days and is_incremental() -%}
        {%- for day in ad_metrics._days_kept_of_months(about.previous, tied_by_month, days)
            if day not in days -%}
            {%- do days.append(day) -%}
            {%- do emptied.append(day) if day not in now -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return({
        'days': days,
        'emptied': emptied,
        'first_time': found.first_times | min if found.first_times else '0001-01-01',
        'last_days': found.last_days,
    }) }}
{%- endmacro -%}


{#- What the raw table has now: {'days': {day: {load: fingerprint}}, 'last_days',
    'first_times'}. -#}
{%- macro _days_now(about) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set values = [] -%}
    {%- for name in about.raw_names -%}
        {%- do values.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {%- if about.asked -%}
        {%- set query = 'select *, ' ~ about.raw.load ~ ' as load_name from '
            ~ ad_metrics.server_day_hashes(about.raw, about.day, about.raw_names) -%}
    {%- else -%}
        {%- set query = 'select cast(' ~ about.raw_day ~ ' as ' ~ text ~ ') as raw_day, '
            ~ about.raw.load ~ ' as load_name, cast(sum(' ~ ad_metrics.row_hash(values or ['1'])
            ~ ') as ' ~ text ~ ') as rows_hash, cast(min(' ~ about.raw_time ~ ') as ' ~ text
            ~ ') as first_time from ' ~ about.raw.sql ~ ' group by 1, 2' -%}
    {%- endif -%}
    {%- set days = {} -%}
    {%- set last_days = {} -%}
    {%- set first_times = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- set day, load = row['raw_day'], row['load_name'] -%}
        {%- do days.setdefault(day, {}).update({load: row['rows_hash'] ~ ' ' ~ about.read_as}) -%}
        {%- do last_days.update({load: [day, last_days.get(load, day)] | max}) -%}
        {%- do first_times.append(row['first_time']) if row['first_time'] -%}
    {%- endfor -%}
    {{ return({
        'days': ad_metrics._with_places_of_loads(about.raw, days, last_days),
        'last_days': last_days,
        'first_times': first_times,
    }) }}
{%- endmacro -%}


{#- What the last build read: {'days': {day: {load: fingerprint}}, 'rejected': days with rejected
    rows}. -#}
{%- macro _days_of_last_build(about) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set days = {} -%}
    {%- set rejected = [] -%}
    {%- for row in run_query(
        'select distinct cast(raw_day as ' ~ text ~ ') as raw_day, load_name, day_fingerprint,'
        ~ ' verdict from ' ~ about.previous ~ " where verdict in ('day', 'rejected')"
    ).rows -%}
        {%- if row['verdict'] == 'day' -%}
            {%- do days.setdefault(row['raw_day'], {}).update(
                {row['load_name']: row['day_fingerprint']} if row['day_fingerprint'] else {}
            ) -%}
        {%- elif row['raw_day'] not in rejected -%}
            {%- do rejected.append(row['raw_day']) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'days': days, 'rejected': rejected}) }}
{%- endmacro -%}


{#- The fingerprints of days as _day_fingerprint() has them: {day: {load: fingerprint}}. -#}
{%- macro _with_places_of_loads(raw, days, last_days) -%}
    {%- if not raw.load_names -%}
        {{ return(days) }}
    {%- endif -%}
    {%- set placed_days = {} -%}
    {%- for day, of_day in days.items() -%}
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
        {%- do placed_days.update({day: placed}) -%}
    {%- endfor -%}
    {{ return(placed_days) }}
{%- endmacro -%}


{#- Whether a raw row is of one of these days, said so that an engine can skip what is not. -#}
{%- macro _is_of_days(about, days) -%}
    {%- set value = adapter.quote(about.day) -%}
    {%- set type = about.raw.columns.get(about.day, '') -%}
    {%- set has_unreadable = '0001-01-01' in days -%}
    {%- if not days -%}
        false
    {%- elif type == 'date' and not has_unreadable -%}
        {{ value }} in ({{ ad_metrics.date_literals(days) }})
    {%- elif type.startswith('timestamp') and 'with time zone' not in type
        and not has_unreadable -%}
        {%- for day in days %}
        {{ 'or ' if not loop.first }}(
            {{ value }} >= cast('{{ day }}' as timestamp)
            and {{ value }} < cast('{{ ad_metrics.day_after(day) }}' as timestamp)
        )
        {%- endfor -%}
    {%- else -%}
        {{ about.raw_day }} in ({{ ad_metrics.date_literals(days) }})
    {%- endif -%}
{%- endmacro -%}
