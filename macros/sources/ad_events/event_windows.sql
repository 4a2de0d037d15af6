{#- What base_ad_events does, as the tables of the plan say it: {'sources', 'windows', 'late':
    [(kind, load, day, rows, fingerprint)], 'late_has_changed', 'closes': whether any day closes}.
    A materialization has to ask for the rows that it loops over. -#}
{%- macro event_plan(judged) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set windows = [] -%}
    {#- A day comes before the one that it follows. Were a build killed between the two, the next
        one would find the earlier day changed still, and count the later one with it again. -#}
    {%- for row in run_query(
        'select cast(window_day as ' ~ text ~ ') as window_day, cast(utc_day as ' ~ text
        ~ ') as utc_day, raw_rows from ' ~ ref('ad_metrics', 'int_ad_events__windows')
        ~ ' order by window_day desc, utc_day'
    ).rows -%}
        {%- if not windows or windows[-1].days[0] != row['window_day'] -%}
            {%- do windows.append({'days': [], 'emptied': [], 'rows': 0}) -%}
        {%- endif -%}
        {%- set window = windows[-1] -%}
        {%- do window.days.append(row['utc_day']) -%}
        {%- do window.emptied.append(row['utc_day']) if not row['raw_rows'] | int -%}
        {%- do window.update({'rows': window.rows + row['raw_rows'] | int}) -%}
    {%- endfor -%}
    {%- set late = ad_metrics._late_loads(ref('ad_metrics', 'int_ad_events__late'), 'raw_rows') -%}
    {%- set late_before = ad_metrics._late_loads(
        ref('ad_metrics', 'base_ad_events__read'), 'raw_rows_read', 'where is_late'
    ) -%}
    {%- set late_has_changed = late != late_before or (
        not late and run_query(
            'select 1 as one from ' ~ judged ~ ' where raw_day in ('
            ~ ad_metrics.date_literals([ad_metrics.late_day()]) ~ ') limit 1'
        ).rows | length > 0
    ) -%}
    {{ return({
        'sources': ad_metrics.event_sources() if windows or (late and late_has_changed) else {},
        'windows': windows,
        'late': late,
        'late_has_changed': late_has_changed,
        'closes': run_query(
            'select 1 as one from ' ~ ref('ad_metrics', 'int_ad_events__pruned_days') ~ ' limit 1'
        ).rows | length > 0,
    }) }}
{%- endmacro -%}


{%- macro _late_loads(relation, rows, condition='') -%}
    {%- set loads = [] -%}
    {%- for row in run_query(
        'select raw_table, load_name, cast(utc_day as ' ~ ad_metrics.type_text() ~ ') as utc_day, '
        ~ rows ~ ' as raw_rows, fingerprint from ' ~ relation ~ ' ' ~ condition
    ).rows -%}
        {%- do loads.append((
            row['raw_table'], row['load_name'], row['utc_day'], row['raw_rows'] | int,
            row['fingerprint'],
        )) -%}
    {%- endfor -%}
    {{ return(loads | sort) }}
{%- endmacro -%}


{#- Adds to a window its `loads`, by kind, and its `kinds`: those that have events of its days. The
    loads are also those of the days before, of which the last hour is read. -#}
{%- macro add_loads_of_window(window, relation, condition='true') -%}
    {%- set loads = {} -%}
    {%- set kinds = [] -%}
    {%- for row in run_query(
        'select raw_table, load_name, max(case when utc_day in ('
        ~ ad_metrics.date_literals(window.days) ~ ') then 1 else 0 end) as is_own'
        ~ ' from ' ~ relation ~ ' where ' ~ condition ~ ' and utc_day in ('
        ~ ad_metrics.date_literals(window.days + ad_metrics._days_before(window.days))
        ~ ') group by raw_table, load_name order by raw_table, load_name'
    ).rows -%}
        {%- do loads.setdefault(row['raw_table'], []).append(row['load_name']) -%}
        {%- do kinds.append(row['raw_table'])
            if row['is_own'] | int and row['raw_table'] not in kinds -%}
    {%- endfor -%}
    {%- do window.update({'loads': loads, 'kinds': kinds}) -%}
{%- endmacro -%}


{#- The files, or the table, with the events of a window and, where some of their ids may stand more
    than once, of the hour before each of its days. -#}
{%- macro _event_window_relation(plan, window, table) -%}
    {%- set about = ad_metrics._event_source(plan.sources, table) -%}
    {%- set with_hour_before = window.get('repeated', {}).get(table, true) -%}
    {%- set days_before = ad_metrics._days_before(window.days) if with_hour_before else [] -%}
    {%- set days = (window.days + days_before) | unique | list -%}
    {%- set loads = window.loads.get(table, []) -%}
    {%- set type = about.columns['event_at'] -%}
    {%- set event_at = adapter.quote('event_at') -%}
    {%- set zone = '+00' if 'with time zone' in type else '' -%}
    (
        select *
        from {{ about.relation
            or ad_metrics.event_file_relation(about, loads or [about.states | first]) }}
        where
            {%- if about.states and not loads %} false
            {%- elif type.startswith('timestamp') and window.days != ['0001-01-01'] %}
            {%- set next_day = ad_metrics.day_after(window.days | max) %}
            {%- set begins_at = (days_before | min) ~ ' 23:00:00' if with_hour_before
                else (window.days | min) ~ ' 00:00:00' %}
            {{ event_at }} >= cast('{{ begins_at }}{{ zone }}' as {{ type }})
            and {{ event_at }} < cast('{{ next_day }} 00:00:00{{ zone }}' as {{ type }})
            {%- else %}
            {{ ad_metrics._event_day(about) }} in ({{ ad_metrics.date_literals(days) }})
            {%- endif %}
    ) as raw_events
{%- endmacro -%}
