{#- Keeps base_ad_events and base_ad_events__hours up to date, window of days by window of days, each in a transaction of its own where the engine has
    them: memory does not follow the history. A day's account comes last, so a build that was killed goes on where it was. Neither table is ever dropped, as
    they outlive what the source has pruned. -#}
{%- materialization judged_events, default -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set hours = ref('ad_metrics', 'base_ad_events__hours') -%}
    {%- set into_hours = 'insert into ' ~ hours ~ ' (' ~ ad_metrics.event_hour_columns() | join(', ') ~ ') ' -%}
    {%- set into_verdicts = 'insert into ' ~ relation ~ ' (' ~ ad_metrics.judged_event_columns() | join(', ') ~ ') ' -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {%- call statement('main') -%}
        {{ create_table_as(false, relation, sql) if load_cached_relation(this) is none else 'select 1 as one' }}
    {%- endcall -%}
    {%- do ad_metrics.add_missing_columns(relation, ad_metrics.judged_event_columns()) -%}
    {%- do adapter.commit() -%}
    {%- set plan = ad_metrics.event_plan(relation, flags.FULL_REFRESH) -%}

    {%- if plan.closed or plan.late_has_changed -%}
        {#- One statement each: where there are no transactions, late events come with their account or not at all. -#}
        {%- do ad_metrics.execute_all([
            into_verdicts ~ ad_metrics.closed_days(plan.closed) if plan.closed,
            ad_metrics.delete_days(relation, 'raw_day', [ad_metrics.late_day()]) if plan.late_has_changed,
            into_verdicts ~ ad_metrics.late_events(plan) ~ ' union all ' ~ ad_metrics.event_account(plan.late, 'late')
                if plan.late and plan.late_has_changed,
        ]) -%}
        {%- do adapter.commit() -%}
    {%- endif -%}

    {%- for window in plan.windows -%}
        {%- set known = ad_metrics.days_with_rows(window.days, plan.known_days) -%}
        {%- do window.update({'repeated': ad_metrics.repeated_ids(plan, window) if window.account else {}}) -%}
        {%- do ad_metrics.execute_all([
            ad_metrics.delete_days(relation, 'raw_day', known) if known,
            ad_metrics.delete_days(hours, 'raw_day', known) if known,
            into_hours ~ ad_metrics.counted_events(plan, window) if window.account,
            into_verdicts ~ ad_metrics.staged_events(plan, window, hours) if window.account,
        ]) -%}
        {%- set judged = 'select coalesce(sum(events), 0) as judged from ' ~ relation
            ~ " where verdict not in ('noted', 'differing') and raw_day in ("
            ~ ad_metrics._dates(window.days) ~ ')' -%}
        {%- set noted = ad_metrics.noted_events(plan, window) if window.account -%}
        {%- do ad_metrics.execute_all([into_verdicts ~ noted if noted]) -%}
        {%- if run_query(judged).rows[0][0] | int != window.rows -%}
            {%- set has_copies = window.repeated.values() | select | list -%}
            {%- do ad_metrics.execute_all([
                into_verdicts ~ ad_metrics.repeated_events(plan, window) if has_copies,
                into_verdicts ~ ad_metrics.differing_events(plan, window) if has_copies,
                into_verdicts ~ ad_metrics.rejected_events(plan, window),
            ]) -%}
            {%- set found = run_query(judged).rows[0][0] | int -%}
            {%- if found != window.rows -%}
                {{ exceptions.raise_compiler_error(
                    'Source ad_events: of ' ~ window.days | join(', ') ~ ' there were ' ~ window.rows ~ ' events a moment ago and ' ~ found
                    ~ ' now: their files or tables were written meanwhile. Build again.'
                ) }}
            {%- endif -%}
        {%- endif -%}
        {%- do ad_metrics.execute_all([
            into_verdicts ~ ad_metrics.event_window_account(plan, window) if window.account
        ]) -%}
        {%- do adapter.commit() -%}
    {%- endfor -%}
    {#- Hooks may be of a transaction, of which the last is over; one that nothing was done in cannot be committed. -#}
    {%- call statement('begin') -%}select 1 as one{%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [relation]}) }}
{%- endmaterialization -%}


{#- Keeps int_ad_events__reach_days up to date, day by day likewise. It outlives what the source has pruned, too. -#}
{%- materialization event_reach, default -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set known = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {%- call statement('main') -%}
        {{ create_table_as(false, relation, sql) if known is none else 'select 1 as one' }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {%- set changed = ad_metrics.changed_reach_days(known) -%}
    {%- set plan = ad_metrics.events_as_judged() if changed -%}
    {%- for day in changed -%}
        {%- do ad_metrics.execute_all([
            ad_metrics.delete_days(relation, 'date_day', [day.day]) if known,
            'insert into ' ~ relation ~ ' (' ~ ad_metrics.reach_day_columns() | join(', ') ~ ') ' ~ ad_metrics.reach_of_day(plan, day),
        ]) -%}
        {%- do adapter.commit() -%}
    {%- endfor -%}
    {%- call statement('begin') -%}select 1 as one{%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [relation]}) }}
{%- endmaterialization -%}
