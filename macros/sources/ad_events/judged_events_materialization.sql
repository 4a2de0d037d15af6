{#- Keeps base_ad_events, base_ad_events__hours, base_ad_events__read and
    base_ad_events__closed_days up to date, as the tables of the plan say: window of days by window
    of days, each in a transaction of its own where the engine has them, so that memory does not
    follow the history. What was read of a day is noted last, so a build that was killed goes on
    where it was. None of the tables is ever dropped: they outlive what the source has pruned. -#}
{%- materialization judged_events, default -%}
    {%- set relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {%- call statement('main') -%}
        {%- if load_cached_relation(this) is none -%}
            {{ create_table_as(false, relation, sql) }}
        {%- else -%}
            select 1 as one
        {%- endif -%}
    {%- endcall -%}
    {%- do ad_metrics.add_missing_columns(relation, ad_metrics.judged_event_columns()) -%}
    {%- do adapter.commit() -%}
    {%- set plan = ad_metrics.event_plan(relation) -%}
    {%- do ad_metrics._close_days_and_reject_late_events(plan, relation) -%}
    {%- for window in plan.windows -%}
        {%- do ad_metrics._count_window(plan, window, relation) -%}
        {%- do adapter.commit() -%}
    {%- endfor -%}
    {#- Hooks may be of a transaction, of which the last is over; one that nothing was done in
        cannot be committed. -#}
    {%- call statement('begin') -%}select 1 as one{%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [relation]}) }}
{%- endmaterialization -%}


{%- macro _into_events(relation, columns) -%}
    {{ return('insert into ' ~ relation ~ ' (' ~ columns | join(', ') ~ ') ') }}
{%- endmacro -%}


{#- Late events come and go together. Where there are no transactions, a build that was killed in
    between has noted nothing of them, and the next one does all of it again. -#}
{%- macro _close_days_and_reject_late_events(plan, judged) -%}
    {%- set read = ref('ad_metrics', 'base_ad_events__read') -%}
    {%- set closed = ref('ad_metrics', 'base_ad_events__closed_days') -%}
    {%- set late_day = [ad_metrics.late_day()] -%}
    {%- set statements = [] -%}
    {%- if plan.closes -%}
        {%- do statements.append(
            ad_metrics._into_events(closed, ad_metrics.closed_day_columns())
            ~ ad_metrics.days_to_close()
        ) -%}
    {%- endif -%}
    {%- if plan.late_has_changed -%}
        {%- do statements.extend([
            ad_metrics.delete_days(read, 'raw_day', late_day),
            ad_metrics.delete_days(judged, 'raw_day', late_day),
        ]) -%}
    {%- endif -%}
    {%- if plan.late_has_changed and plan.late -%}
        {%- do statements.extend([
            ad_metrics._into_events(judged, ad_metrics.judged_event_columns())
            ~ ad_metrics.late_events(plan),
            ad_metrics._into_events(read, ad_metrics.event_read_columns())
            ~ ad_metrics.read_of_late_loads(),
        ]) -%}
    {%- endif -%}
    {%- if statements -%}
        {%- do ad_metrics.execute_all(statements) -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro -%}
