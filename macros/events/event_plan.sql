{#- What a build does to base_ad_events: {'sources', 'windows': [{'days', 'account': [(table, load, day, rows, fingerprint)]}], 'closed': days, 'late': account}.

    A load (a file; or a table, day by day) whose state is the one that was noted stands for the days that were noted with it. Of all others the days are looked up. A
    day is counted anew where any load has or had other rows of it, and so is the day after, whose copies may be copies of its last hour. -#}
{%- macro event_plan(previous, full_refresh) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set sources = ad_metrics.event_sources() -%}
    {%- set before = {} -%}
    {%- set closed_before = [] -%}
    {%- set days_before = [] -%}
    {%- set late_before = [] -%}
    {#- What is noted of each load: what was counted, and, of a day that is closed, what came too late. -#}
    {%- set noted = {} -%}
    {%- for row in run_query(
        'select raw_table, load_name, cast(raw_day as ' ~ text ~ ') as raw_day, raw_key, day_fingerprint, raw_rows_read, verdict from ' ~ previous
        ~ " where verdict in ('day', 'late', 'closed') order by verdict"
    ).rows -%}
        {%- set counted = {'state': row['day_fingerprint'], 'rows': row['raw_rows_read'] | int} -%}
        {%- if row['verdict'] == 'closed' -%}
            {%- do closed_before.append(row['raw_day']) -%}
        {%- elif row['verdict'] == 'day' -%}
            {%- do before.setdefault(row['raw_table'], {}).setdefault(row['load_name'], {}).update({row['raw_day']: counted}) -%}
            {%- do noted.setdefault(row['raw_table'], {}).setdefault(row['load_name'], {}).update({row['raw_day']: counted}) -%}
        {%- else -%}
            {%- do late_before.append((row['raw_table'], row['load_name'], row['raw_key'], counted.rows, counted.state)) -%}
            {%- do noted.setdefault(row['raw_table'], {}).setdefault(row['load_name'], {}).update({row['raw_key']: counted}) -%}
        {%- endif -%}
        {%- do days_before.append(row['raw_day']) -%}
    {%- endfor -%}
    {%- set now = {} -%}
    {%- for table, about in sources.items() -%}
        {%- set loads = {} -%}
        {%- set unknown = [] -%}
        {%- for load, state in (about.states or {}).items() -%}
            {%- set known = noted.get(table, {}).get(load, {}) -%}
            {%- if known and known.values() | map(attribute='state') | unique | list == [state ~ ' ' ~ about.readings[load]] -%}
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
            {%- do found.extend(run_query(ad_metrics._event_days_query(table, about, unknown)).rows) -%}
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
    {%- if before.get('impressions') and not now.get('impressions') and not full_refresh -%}
        {{ exceptions.raise_compiler_error(
            'Source ad_events: there are no impressions any more, or no var says where; the last build read '
            ~ before['impressions'].values() | map('length') | sum ~ ' days of them. Nothing was changed. Bring them back, pass the vars of the last build, or,'
            ~ ' if there are to be none, accept that with one build with --full-refresh.'
        ) }}
    {%- endif -%}

    {#- What is older than all that the source still has was pruned there; the day is closed as it was counted. So is a day whose file is gone and that is older than
        all files: a file is of the newest day in it, as an event of an older one in it came late; it does not keep that day open, unless another file brings it. -#}
    {%- set days_now = {} -%}
    {%- for loads in now.values() -%}
        {%- for load, days in loads.items() -%}
            {%- for day in days -%}
                {%- do days_now.setdefault(day, []).append(load) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set impression_days = [] -%}
    {%- for days in now.get('impressions', {}).values() -%}
        {%- do impression_days.extend(days | list) -%}
    {%- endfor -%}
    {%- set are_files = sources.impressions and sources.impressions.states -%}
    {%- set days_of_loads = [] -%}
    {%- for days in now.get('impressions', {}).values() -%}
        {%- set open_days = days | reject('in', closed_before + ['0001-01-01']) | list -%}
        {%- do days_of_loads.append(open_days | max if are_files else open_days | min) if open_days -%}
    {%- endfor -%}
    {%- set oldest = days_of_loads | min if days_of_loads else '0001-01-01' -%}
    {%- set earliest = impression_days | reject('in', closed_before + ['0001-01-01']) | list | sort | first -%}
    {%- set closed = [] -%}
    {%- for load, days in before.get('impressions', {}).items() -%}
        {%- for day in days if day != '0001-01-01' and day < oldest and day not in closed_before and day not in closed -%}
            {%- set brought = [] -%}
            {%- for other, other_days in now.impressions.items() if day in other_days and day not in before.impressions.get(other, {}) -%}
                {%- do brought.append(other) -%}
            {%- endfor -%}
            {%- do closed.append(day) if (load not in now.impressions or day < earliest) and not brought -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set all_closed = closed_before + closed -%}

    {%- set lost = [] -%}
    {%- for days in before.get('impressions', {}).values() -%}
        {%- for day in days if day > oldest and day not in impression_days and day not in lost + all_closed -%}
            {%- do lost.append(day) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if lost and not full_refresh -%}
        {{ exceptions.raise_compiler_error(
            'Source ad_events: the impressions of ' ~ (lost | sort)[:10] | join(', ') ~ (' and other days' if lost | length > 10) ~ ' are gone, while older ones'
            ~ ' are there. Nothing was changed. Bring them back, or, if there are to be none, accept that with one build with --full-refresh.'
        ) }}
    {%- endif -%}

    {%- set changed = [] -%}
    {%- for table in ad_metrics.event_tables() -%}
        {%- set loads_now = now.get(table, {}) -%}
        {%- set loads_before = before.get(table, {}) -%}
        {%- for load, days in loads_now.items() -%}
            {#- What would tell that an event is a copy of one on a closed day before it is gone. -#}
            {%- for day, about in days.items() if day not in all_closed and (
                full_refresh and (day == '0001-01-01' or ad_metrics._day_after(day, -1) not in all_closed) or loads_before.get(load, {}).get(day, {}).get('state') != about.state
            ) -%}
                {%- do changed.append(day) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for load, days in loads_before.items() -%}
            {%- for day in days if day not in loads_now.get(load, {}) and day not in all_closed -%}
                {#- Of the oldest day, some hours may have been pruned already: it stands, unless others came for it. -#}
                {%- do changed.append(day) if day != oldest -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set to_count = [] -%}
    {%- for day in changed | unique -%}
        {%- do to_count.append(day) -%}
        {%- set next_day = ad_metrics._day_after(day) -%}
        {%- do to_count.append(next_day) if next_day in days_now -%}
    {%- endfor -%}

    {#- Small days are counted together, up to so many events; each statement takes memory for its own days only: where every event is a group of its own, 300 bytes for
        each. -#}
    {%- set windows = [] -%}
    {%- for day in to_count | unique | sort if day not in all_closed -%}
        {%- set account = [] -%}
        {%- for table, loads in now.items() -%}
            {%- for load, days in loads.items() if day in days -%}
                {%- do account.append((table, load, day, days[day].rows, days[day].state)) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set rows = account | sum(attribute=3) -%}
        {%- if windows and windows[-1].rows + rows <= 1000000 and '0001-01-01' not in windows[-1].days -%}
            {%- do windows[-1].days.append(day) -%}
            {%- do windows[-1].account.extend(account) -%}
            {%- do windows[-1].update({'rows': windows[-1].rows + rows}) -%}
        {%- else -%}
            {%- do windows.append({'days': [day], 'account': account, 'rows': rows}) -%}
        {%- endif -%}
    {%- endfor -%}

    {#- Events that come for a day that is closed can not be added to what was counted; they are rejected, as long as they are there. Where a load has more of them
        than were counted from it, which ones are new is not known, and all are. A table has none of the impressions of a day that it closes. -#}
    {%- set late = [] -%}
    {%- for table, loads in now.items() -%}
        {%- for load, days in loads.items() -%}
            {%- for day, about in days.items() if day in all_closed -%}
                {%- set counted = before.get(table, {}).get(load, {}).get(day) -%}
                {%- set is_new = not counted or (
                    about.state != counted.state and (about.rows > counted.rows or (table == 'impressions' and not are_files))
                ) -%}
                {%- do late.append((table, load, day, about.rows, about.state)) if is_new -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return({
        'sources': sources, 'windows': windows, 'closed': closed, 'now': now, 'late': late, 'late_has_changed': late | sort != late_before | sort,
        'known_days': days_before,
    }) }}
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
        {{ 'raw_file' if about.states else ad_metrics._literal(about.place) }} as load_name,
        count(*) as raw_rows
        {%- if about.relation %},
        cast(sum({{ ad_metrics.row_hash(values) }}) as {{ text }}) as rows_hash
        {%- endif %}
    from {{ about.relation or ad_metrics.event_file_relation(about, loads) }}
    group by 1, 2
{%- endmacro -%}


{#- The UTC day of an event, or of another time of that type; an impossible one where the time cannot be read. -#}
{%- macro _event_day(about, event_at=none) -%}
    {%- set time = ad_metrics._judgement(ad_metrics.event_columns('impressions')[1], about.columns['event_at']) -%}
    {{ return(
        ('coalesce(cast(case when ' ~ time.good ~ ' then ' ~ time.value ~ " end as date), cast('0001-01-01' as date))").replace(
            '<value>', event_at or adapter.quote('event_at')
        )
    ) }}
{%- endmacro -%}


{#- The sources of events, and where base_ad_events found each day of them: {'sources', 'now': {table: {load: {day}}}}. -#}
{%- macro events_as_judged() -%}
    {%- set sources = ad_metrics.event_sources() -%}
    {%- set now = {} -%}
    {%- for row in run_query(
        'select raw_table, load_name, cast(raw_day as ' ~ ad_metrics.type_text() ~ ') as raw_day from ' ~ ref('ad_metrics', 'base_ad_events')
        ~ " where verdict = 'day'"
    ).rows -%}
        {#- Files of days that are closed are gone. -#}
        {%- set states = sources.get(row['raw_table'], {}).get('states') -%}
        {%- if not states or row['load_name'] in states -%}
            {%- do now.setdefault(row['raw_table'], {}).setdefault(row['load_name'], {}).update({row['raw_day']: true}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'sources': sources, 'now': now}) }}
{%- endmacro -%}
