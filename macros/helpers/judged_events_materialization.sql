{#- Keeps base_ad_events and base_ad_events__hours up to date, window of days by window of days, each in a transaction of its own that writes its
    account too: memory does not follow the history, and a build that was killed goes on where it was. Neither table is ever dropped, as they outlive what
    the source has pruned. -#}
{%- materialization judged_events, default -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set hours = ref('ad_metrics', 'base_ad_events__hours') -%}
    {%- set names = ad_metrics.judged_event_columns() | join(', ') -%}
    {%- set hour_names = ad_metrics.event_hour_columns() | join(', ') -%}
    {%- if load_cached_relation(this) is none -%}
        {%- call statement('create') -%}{{ create_table_as(false, relation, sql) }}{%- endcall -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
    {%- set plan = ad_metrics.event_plan(relation, flags.FULL_REFRESH) -%}

    {%- call statement('main') -%}
        {%- if plan.closed %}
        {%- set closed = ad_metrics._dates(plan.closed) %}
        update {{ hours }} set is_deleted_at_source = true where raw_day in ({{ closed }});
        update {{ relation }} set
            verdict = case verdict when 'staged' then 'deleted' else 'closed' end, judged_in = '{{ invocation_id }}',
            raw_rows_read = case when verdict = 'day' then 0 end
        where raw_day in ({{ closed }}) and verdict in ('staged', 'day');
        delete from {{ relation }} where raw_day in ({{ closed }}) and verdict in ('invalid', 'rejected', 'duplicate');
        {%- endif %}
        insert into {{ relation }} ({{ names }}) {{ ad_metrics.late_events(plan) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}

    {%- for window in plan.windows -%}
        {%- set days = ad_metrics._dates(window.days) -%}
        {%- call statement('main') -%}
            {%- if window.days | select('in', plan.known_days) | list %}
            delete from {{ hours }} where raw_day in ({{ days }});
            delete from {{ relation }} where raw_day in ({{ days }});
            {%- endif %}
            insert into {{ hours }} ({{ hour_names }}) {{ ad_metrics.counted_events(plan, window) }};
            insert into {{ relation }} ({{ names }}) {{ ad_metrics.event_verdicts(plan, window, hours) }}
        {%- endcall -%}
        {%- set judged = "select coalesce(sum(events), 0) as judged from " ~ relation ~ ' where raw_day in (' ~ days ~ ')' -%}
        {%- if run_query(judged).rows[0][0] | int != window.rows -%}
            {%- call statement('others') -%}
                insert into {{ relation }} ({{ names }}) {{ ad_metrics.repeated_events(plan, window) }};
                insert into {{ relation }} ({{ names }}) {{ ad_metrics.rejected_events(plan, window) }}
            {%- endcall -%}
            {%- set found = run_query(judged).rows[0][0] | int -%}
            {%- if found != window.rows -%}
                {{ exceptions.raise_compiler_error(
                    'Source ad_events: of ' ~ window.days | join(', ') ~ ' there were ' ~ window.rows ~ ' events a moment ago and ' ~ found
                    ~ ' now: their files or tables were written meanwhile. These days stay as they were; build again.'
                ) }}
            {%- endif -%}
        {%- endif -%}
        {%- do adapter.commit() -%}
    {%- endfor -%}
    {{ return({'relations': [relation]}) }}
{%- endmaterialization -%}


{#- Keeps int_ad_events__reach_days up to date, day by day, each in a transaction of its own. It outlives what the source has pruned, too. -#}
{%- materialization event_reach, default -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set known = load_cached_relation(this) -%}
    {%- call statement('main') -%}
        {%- if known is none -%}{{ create_table_as(false, relation, sql) }}{%- else -%}select 1 as one{%- endif -%}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {%- set changed = ad_metrics.changed_reach_days(known) -%}
    {%- if changed -%}
        {%- set plan = ad_metrics.events_as_judged() -%}
        {%- for day in changed -%}
            {%- call statement('main') -%}{{ ad_metrics.reach_day_statements(relation, plan, day) }}{%- endcall -%}
            {%- do adapter.commit() -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return({'relations': [relation]}) }}
{%- endmaterialization -%}
