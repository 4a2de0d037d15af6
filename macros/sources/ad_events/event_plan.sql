{#- What a build does to base_ad_events: {'sources', 'windows': [{'days', 'account': [(table, load,
    day, rows, fingerprint)]}], 'closed': days, 'late': account}.

    A load (a file; or a table, day by day) whose state is the one that was noted stands for the
    days that were noted with it. Of all others the days are looked up. A day is counted anew where
    any load has or had other rows of it, and so is the day after, whose copies may be copies of its
    last hour. -#}
{%- macro event_plan(previous, full_refresh) -%}
    {%- set sources = ad_metrics.event_sources() -%}
    {%- set account = ad_metrics._noted_events(previous, sources) -%}
    {%- set before = account.before -%}
    {%- set now = ad_metrics._loads_now(sources, account.noted) -%}
    {%- set days_now = {} -%}
    {%- for loads in now.values() -%}
        {%- for load, days in loads.items() -%}
            {%- for day in days -%}
                {%- do days_now.setdefault(day, []).append(load) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set are_files = sources.impressions and sources.impressions.states -%}
    {%- set ends = ad_metrics._event_days_to_close(before, now, account.closed, are_files) -%}
    {%- set all_closed = account.closed + ends.closed -%}

    {%- set lost = [] -%}
    {%- for days in before.get('impressions', {}).values() -%}
        {%- for day in days if day > ends.oldest and day not in ends.impression_days
            and day not in lost + all_closed -%}
            {%- do lost.append(day) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if lost and not full_refresh -%}
        {{ exceptions.raise_compiler_error(
            'Source ad_events: the impressions of ' ~ (lost | sort)[:10] | join(', ')
            ~ (' and other days' if lost | length > 10) ~ ' are gone, while older ones are there.'
            ~ ' Nothing was changed. Bring them back, or, if there are to be none, accept that with'
            ~ ' one build with --full-refresh.'
        ) }}
    {%- endif -%}

    {%- set stands = ad_metrics._oldest_day_stands(sources, before, now, ends.oldest)
        or ad_metrics._oldest_day_of_tables_stands(sources, before, now, ends.oldest, all_closed) -%}
    {%- set changed = [] -%}
    {%- for table in ad_metrics.event_tables() -%}
        {%- set loads_now = now.get(table, {}) -%}
        {%- set loads_before = before.get(table, {}) -%}
        {%- for load, days in loads_now.items() -%}
            {#- What would tell that an event is a copy of one on a closed day before it is
                gone. -#}
            {%- for day, about in days.items() if day not in all_closed and (
                full_refresh
                and (day == '0001-01-01' or ad_metrics._day_after(day, -1) not in all_closed)
                or loads_before.get(load, {}).get(day, {}).get('state') != about.state
            ) -%}
                {%- do changed.append(day) if day != ends.oldest or not stands -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for load, days in loads_before.items() -%}
            {%- for day in days if day not in loads_now.get(load, {}) and day not in all_closed -%}
                {#- Of the oldest day, some hours may have been pruned already: it stands, unless
                    others came for it. -#}
                {%- do changed.append(day) if day != ends.oldest -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set to_count = [] -%}
    {%- for day in changed | unique -%}
        {%- do to_count.append(day) -%}
        {%- set next_day = ad_metrics._day_after(day) -%}
        {%- do to_count.append(next_day) if next_day in days_now
            and (next_day != ends.oldest or not stands) -%}
    {%- endfor -%}
    {%- set late = ad_metrics._late_loads(sources, before, now, all_closed, are_files) -%}
    {{ return({
        'sources': sources,
        'windows': ad_metrics._event_windows(
            now, to_count | unique | reject('in', all_closed) | sort
        ),
        'closed': ends.closed,
        'now': now,
        'late': late,
        'late_has_changed': late | sort != account.late | sort,
        'known_days': account.days,
    }) }}
{%- endmacro -%}


{#- What the last build noted: {'before': what was counted, {table: {load: {day: {'state', 'rows',
    'ids'}}}}; 'noted': that and, of days that are closed, what came too late; 'closed': days;
    'late': the account of what came too late; 'days': all that have rows}. -#}
{%- macro _noted_events(previous, sources) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set account = {'before': {}, 'noted': {}, 'closed': [], 'late': [], 'days': []} -%}
    {%- for row in run_query(
        'select raw_table, load_name, cast(raw_day as ' ~ text ~ ') as raw_day, raw_key,'
        ~ ' day_fingerprint, raw_rows_read, event_ids, verdict from ' ~ previous
        ~ " where verdict in ('day', 'late', 'closed') order by verdict"
    ).rows -%}
        {%- do account.days.append(row['raw_day']) -%}
        {%- if row['verdict'] == 'closed' -%}
            {%- do account.closed.append(row['raw_day']) -%}
        {%- else -%}
            {%- set table = row['raw_table'] -%}
            {%- set is_name = row['event_ids'] is not none or row['verdict'] == 'late' -%}
            {%- set load = row['load_name'] if is_name
                else ad_metrics._event_load_once(sources, table, row['load_name']) -%}
            {%- set counted = {
                'state': row['day_fingerprint'], 'rows': row['raw_rows_read'] | int,
                'ids': row['event_ids'],
            } -%}
            {%- set day = row['raw_day'] if row['verdict'] == 'day' else row['raw_key'] -%}
            {%- if row['verdict'] == 'day' -%}
                {%- do account.before.setdefault(table, {}).setdefault(load, {}).update({
                    day: counted
                }) -%}
            {%- else -%}
                {%- do account.late.append((table, load, day, counted.rows, counted.state)) -%}
            {%- endif -%}
            {%- do account.noted.setdefault(table, {}).setdefault(load, {}).update({
                day: counted
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(account) }}
{%- endmacro -%}


{#- The name of a load that an earlier version noted as the whole path of a file or the whole name
    of a table. Such rows have no event_ids. -#}
{%- macro _event_load_once(sources, table, name) -%}
    {%- set prefix = sources.get(table, {}).get('prefix') or '' -%}
    {%- set inside = '/' ~ table ~ '/' -%}
    {%- if name.startswith('table ') -%}
        {{ return(table) }}
    {%- elif prefix and name.startswith(prefix) -%}
        {{ return(name[prefix | length:]) }}
    {%- elif inside in name -%}
        {{ return(table ~ '/' ~ name.rpartition(inside)[2]) }}
    {%- endif -%}
    {{ return(name) }}
{%- endmacro -%}


{#- What there is now: {table: {load: {day: {'state', 'rows'}}}}. -#}
{%- macro _loads_now(sources, noted) -%}
    {%- set now = {} -%}
    {%- for table, about in sources.items() -%}
        {%- set loads = {} -%}
        {%- set unknown = [] -%}
        {%- for load, state in (about.states or {}).items() -%}
            {%- set known = noted.get(table, {}).get(load, {}) -%}
            {%- if known and known.values() | map(attribute='state') | unique | list
                == [state ~ ' ' ~ about.readings[load]] -%}
                {%- do loads.update({load: known}) -%}
            {%- else -%}
                {%- do unknown.append(load) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set found = [] -%}
        {#- Of times that are texts the first and the last are other ones. -#}
        {%- if unknown and not ad_metrics.is_text_type(about.columns['event_at']) -%}
            {%- do found.extend(run_query(ad_metrics.event_file_days(about, unknown)).rows) -%}
            {%- set unknown = unknown | reject('in', found | map(attribute='load_name') | list) | list -%}
        {%- endif -%}
        {%- if unknown or about.relation -%}
            {%- do found.extend(
                run_query(ad_metrics._event_days_query(table, about, unknown)).rows
            ) -%}
        {%- endif -%}
        {%- for row in found -%}
            {%- do loads.setdefault(row['load_name'], {}).update({row['raw_day']: {
                'state': (about.states[row['load_name']] if about.states else row['rows_hash']) ~ ' '
                    ~ about.readings[row['load_name']],
                'rows': row['raw_rows'] | int,
            }}) -%}
        {%- endfor -%}
        {%- do now.update({table: loads}) -%}
    {%- endfor -%}
    {{ return(now) }}
{%- endmacro -%}


{#- {'closed': days to close, 'oldest': the oldest day that a load is of, 'impression_days'}.

    What is older than all that the source still has was pruned there; the day is closed as it was
    counted. So is a day whose file is gone and that is older than all files: a file is of the
    newest day in it, as an event of an older one in it came late; it does not keep that day open,
    unless another file brings it. -#}
{%- macro _event_days_to_close(before, now, closed_before, are_files) -%}
    {%- set never_closed = closed_before + ['0001-01-01'] -%}
    {%- set impression_days = [] -%}
    {%- set days_of_loads = [] -%}
    {%- for days in now.get('impressions', {}).values() -%}
        {%- do impression_days.extend(days | list) -%}
        {%- set open_days = days | reject('in', never_closed) | list -%}
        {%- do days_of_loads.append(open_days | max if are_files else open_days | min) if open_days -%}
    {%- endfor -%}
    {%- set oldest = days_of_loads | min if days_of_loads else '0001-01-01' -%}
    {%- set earliest = impression_days | reject('in', never_closed) | list | sort | first -%}
    {%- set closed = [] -%}
    {%- for load, days in before.get('impressions', {}).items() -%}
        {%- for day in days if day < oldest and day not in never_closed and day not in closed -%}
            {%- set brought = [] -%}
            {%- for other, other_days in now.impressions.items()
                if day in other_days and day not in before.impressions.get(other, {}) -%}
                {%- do brought.append(other) -%}
            {%- endfor -%}
            {%- do closed.append(day)
                if (load not in now.impressions or day < earliest) and not brought -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return({'closed': closed, 'oldest': oldest, 'impression_days': impression_days}) }}
{%- endmacro -%}


{#- Which loads of these days have the very events that were counted of them, whatever their names:
    {day: loads}. Events are known by their ids; of days that an earlier version counted, by the
    name and the number of rows. All loads of a day may have been put together or apart since. -#}
{%- macro _known_loads(table, about, counted_loads, loads_now, days) -%}
    {%- set known = {} -%}
    {%- set to_read = [] -%}
    {%- for load, of_days in loads_now.items() if of_days.keys() | select('in', days) | list -%}
        {%- do to_read.append(load) -%}
    {%- endfor -%}
    {%- if to_read -%}
        {%- set found = {} -%}
        {%- for row in run_query(ad_metrics._event_ids_query(
            table, about, about.relation or ad_metrics.event_file_relation(about, to_read), days
        )).rows -%}
            {%- do found.setdefault(row['raw_day'], {}).update({
                row['load_name']: (row['raw_rows'] | int, row['event_ids'] | int)
            }) -%}
        {%- endfor -%}
        {%- for day, loads in found.items() -%}
            {%- set counted = [] -%}
            {%- for of_days in counted_loads.values() if of_days.get(day, {}).get('ids') -%}
                {%- do counted.append((of_days[day].rows, of_days[day].ids | int)) -%}
            {%- endfor -%}
            {%- set all_are_there = counted != [] and
                counted | sum(attribute=0) == loads.values() | sum(attribute=0)
                and counted | sum(attribute=1) == loads.values() | sum(attribute=1) -%}
            {%- set of_day = [] -%}
            {%- for load, signature in loads.items() -%}
                {%- set by_name = counted_loads.get(load, {}).get(day) -%}
                {%- do of_day.append(load) if all_are_there or signature in counted
                    or (by_name and by_name.ids is none and by_name.rows == signature[0]) -%}
            {%- endfor -%}
            {%- do known.update({day: of_day}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(known) }}
{%- endmacro -%}


{#- Whether the oldest day stands as it was counted, as some of its files are gone, which retention
    may have taken, and the others have what they had: nothing counts it anew, as that would lose
    the events of the files that are gone. -#}
{%- macro _oldest_day_stands(sources, before, now, oldest) -%}
    {%- set verdict = namespace(some_are_gone=false, others_are_known=true) -%}
    {%- for table, counted_loads in before.items() if table in sources and sources[table].states -%}
        {%- for load, days in counted_loads.items()
            if oldest in days and oldest not in now.get(table, {}).get(load, {}) -%}
            {%- set verdict.some_are_gone = true -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if verdict.some_are_gone -%}
        {%- for table, loads in now.items() -%}
            {%- set of_day = [] -%}
            {%- for load, days in loads.items() if oldest in days -%}
                {%- do of_day.append(load) -%}
            {%- endfor -%}
            {%- set known = ad_metrics._known_loads(
                table, sources[table], before.get(table, {}), loads, [oldest]
            ) -%}
            {%- if of_day | reject('in', known.get(oldest, [])) | list -%}
                {%- set verdict.others_are_known = false -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(verdict.some_are_gone and verdict.others_are_known) }}
{%- endmacro -%}


{#- Whether the oldest day of tables stands likewise. Retention empties a table event by event. So the
    day has fewer events of some kind than were counted, and new ones of none. Beside that, older
    days are gone already, or the day begins at a later hour now; else it is a correction. -#}
{%- macro _oldest_day_of_tables_stands(sources, before, now, oldest, closed) -%}
    {%- set some_are_gone = [] -%}
    {%- set others_came = [] -%}
    {%- for table, about in sources.items() if about.relation -%}
        {%- set counted = before.get(table, {}).get(table, {}).get(oldest) -%}
        {%- set there = now.get(table, {}).get(table, {}).get(oldest) -%}
        {%- set counted_rows = counted.rows if counted else 0 -%}
        {%- set rows = there.rows if there else 0 -%}
        {%- if rows < counted_rows -%}
            {%- do some_are_gone.append(table) -%}
        {%- elif rows and (rows > counted_rows or there.state != counted.state) -%}
            {%- do others_came.append(table) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not some_are_gone or others_came or not sources.impressions.relation -%}
        {{ return(false) }}
    {%- endif -%}
    {{ return(
        closed | length > 0 or ad_metrics._begins_later_than_counted(sources.impressions, oldest)
    ) }}
{%- endmacro -%}


{#- Whether the first event of a table on a day is of a later hour than the first that was counted
    of it. -#}
{%- macro _begins_later_than_counted(about, day) -%}
    {%- set hours = ad_metrics.last_build_of(ref('ad_metrics', 'base_ad_events__hours')) -%}
    {%- if not hours -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set of_day = "cast('" ~ day ~ "' as date)" -%}
    {%- set time = ad_metrics._judgement(
        ad_metrics.event_columns('impressions')[1], about.columns['event_at']
    ) -%}
    {%- set event_at = ad_metrics._judged_value(time, adapter.quote('event_at')) -%}
    {%- set found = run_query(
        'select 1 as one from (select min(hour_at) as first_hour from ' ~ hours
        ~ ' where raw_day = ' ~ of_day ~ ' and impressions > 0) as counted'
        ~ ' cross join (select min(' ~ event_at ~ ') as first_event from ' ~ about.relation
        ~ ' where ' ~ ad_metrics._event_day(about) ~ ' = ' ~ of_day ~ ') as there'
        ~ ' where first_event >= ' ~ dbt.dateadd('hour', 1, 'first_hour')
    ).rows -%}
    {{ return(found | length > 0) }}
{%- endmacro -%}


{#- The account of what came too late. Events that come for a day that is closed can not be added to
    what was counted; they are rejected, as long as they are there. Those that were counted are no
    such events, whatever the name that they come by now. Where a load has more of them than were
    counted from it, which ones are new is not known, and all are. A table has none of the
    impressions of a day that it closes. -#}
{%- macro _late_loads(sources, before, now, closed, are_files) -%}
    {%- set late = [] -%}
    {%- for table, loads in now.items() -%}
        {%- set counted_loads = before.get(table, {}) -%}
        {%- set other_days = [] -%}
        {%- for load, days in loads.items() -%}
            {%- for day, about in days.items() if day in closed -%}
                {%- do other_days.append(day)
                    if counted_loads.get(load, {}).get(day, {}).get('state') != about.state -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set known = ad_metrics._known_loads(
            table, sources[table], counted_loads, loads, other_days | unique | list
        ) if other_days else {} -%}
        {%- for load, days in loads.items() -%}
            {%- for day, about in days.items()
                if day in other_days and load not in known.get(day, []) -%}
                {%- set counted = counted_loads.get(load, {}).get(day) -%}
                {%- set is_new = not counted or (
                    about.state != counted.state
                    and (about.rows > counted.rows or (table == 'impressions' and not are_files))
                ) -%}
                {%- do late.append((table, load, day, about.rows, about.state)) if is_new -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(late) }}
{%- endmacro -%}


{#- Small days are counted together, up to so many events; each statement takes memory for its own
    days only: where every event is a group of its own, 300 bytes for each. -#}
{%- macro _event_windows(now, days) -%}
    {%- set windows = [] -%}
    {%- for day in days -%}
        {%- set account = [] -%}
        {%- for table, loads in now.items() -%}
            {%- for load, of_days in loads.items() if day in of_days -%}
                {%- do account.append((table, load, day, of_days[day].rows, of_days[day].state)) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set rows = account | sum(attribute=3) -%}
        {%- if windows and windows[-1].rows + rows <= 1000000
            and '0001-01-01' not in windows[-1].days -%}
            {%- do windows[-1].days.append(day) -%}
            {%- do windows[-1].account.extend(account) -%}
            {%- do windows[-1].update({'rows': windows[-1].rows + rows}) -%}
        {%- else -%}
            {%- do windows.append({'days': [day], 'account': account, 'rows': rows}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(windows) }}
{%- endmacro -%}


{#- raw_day, load_name, raw_rows and, of a table, rows_hash. -#}
{%- macro _event_days_query(table, about, loads) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set values = [] -%}
    {%- for column in ad_metrics.event_columns(table) if column.raw in about.columns -%}
        {%- do values.append(adapter.quote(column.raw)) -%}
    {%- endfor -%}
    select
        cast({{ ad_metrics._event_day(about) }} as {{ text }}) as raw_day,
        {{ ad_metrics._event_load(about, table) }} as load_name,
        count(*) as raw_rows
        {%- if about.relation %},
        cast(sum({{ ad_metrics.row_hash(values) }}) as {{ text }}) as rows_hash
        {%- endif %}
    from {{ about.relation or ad_metrics.event_file_relation(about, loads) }}
    group by 1, 2
{%- endmacro -%}


{#- raw_day, load_name, raw_rows and event_ids, which differs where any id of the events does. An id
    is the same one as a number and as a text, in a file and in a table. -#}
{%- macro _event_ids_query(table, about, relation, days) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set column = ad_metrics.event_columns(table)[0] -%}
    {%- set judgement = ad_metrics._event_judgement(column, about.columns['event_id']) -%}
    {%- set id = ad_metrics._judged_value(judgement, adapter.quote('event_id')) -%}
    select
        cast({{ ad_metrics._event_day(about) }} as {{ text }}) as raw_day,
        {{ ad_metrics._event_load(about, table) }} as load_name,
        count(*) as raw_rows,
        cast(sum({{ ad_metrics.row_hash([id]) }}) as {{ text }}) as event_ids
    from {{ relation }}
    where {{ ad_metrics._event_day(about) }} in ({{ ad_metrics._dates(days) }})
    group by 1, 2
{%- endmacro -%}


{#- The UTC day of an event, or of another time of that type; an impossible one where the time
    cannot be read. -#}
{%- macro _event_day(about, event_at=none) -%}
    {%- set column = ad_metrics.event_columns('impressions')[1] -%}
    {%- set time = ad_metrics._judgement(column, about.columns['event_at']) -%}
    {%- set day = 'cast(' ~ ad_metrics._judged_value(time, '<value>') ~ ' as date)' -%}
    {{ return(
        ('coalesce(' ~ day ~ ", cast('0001-01-01' as date))").replace(
            '<value>', event_at or adapter.quote('event_at')
        )
    ) }}
{%- endmacro -%}


{#- The sources of events, and where base_ad_events found each day of them: {'sources', 'now':
    {table: {load: {day}}}}. -#}
{%- macro events_as_judged() -%}
    {%- set sources = ad_metrics.event_sources() -%}
    {%- set now = {} -%}
    {%- for row in run_query(
        'select raw_table, load_name, cast(raw_day as ' ~ ad_metrics.type_text()
        ~ ') as raw_day from ' ~ ref('ad_metrics', 'base_ad_events') ~ " where verdict = 'day'"
    ).rows -%}
        {#- Files of days that are closed are gone. -#}
        {%- set states = sources.get(row['raw_table'], {}).get('states') -%}
        {%- if not states or row['load_name'] in states -%}
            {%- do now.setdefault(row['raw_table'], {}).setdefault(row['load_name'], {}).update({
                row['raw_day']: true
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'sources': sources, 'now': now}) }}
{%- endmacro -%}
