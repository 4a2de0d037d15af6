{#- Writes a window of days anew: its sums, what became of its events, and what was read of it. -#}
{%- macro _count_window(plan, window, judged) -%}
    {%- set hours = ref('ad_metrics', 'base_ad_events__hours') -%}
    {%- set read = ref('ad_metrics', 'base_ad_events__read') -%}
    {%- set into_judged = ad_metrics._into_events(judged, ad_metrics.judged_event_columns()) -%}
    {%- do ad_metrics._empty_window(window, judged, hours, read) -%}
    {%- if window.rows -%}
        {%- do ad_metrics.add_loads_of_window(
            window, ref('ad_metrics', 'int_ad_events__loads')
        ) -%}
        {%- do window.update({'repeated': ad_metrics.repeated_ids(plan, window)}) -%}
        {%- do ad_metrics.execute_all([
            ad_metrics._into_events(hours, ad_metrics.event_hour_columns())
            ~ ad_metrics.counted_events(plan, window),
            into_judged ~ ad_metrics.staged_events(plan, window, hours),
        ]) -%}
        {%- set noted = ad_metrics.noted_events(plan, window) -%}
        {%- do ad_metrics.execute_all([into_judged ~ noted if noted]) -%}
        {%- if ad_metrics._judged_rows(judged, window) != window.rows -%}
            {%- set has_copies = window.repeated.values() | select | list -%}
            {%- do ad_metrics.execute_all([
                into_judged ~ ad_metrics.repeated_events(plan, window) if has_copies,
                into_judged ~ ad_metrics.differing_events(plan, window) if has_copies,
                into_judged ~ ad_metrics.rejected_events(plan, window),
            ]) -%}
            {%- do ad_metrics._stop_unless_all_is_judged(judged, window) -%}
        {%- endif -%}
        {%- do ad_metrics.execute_all([
            ad_metrics._into_events(read, ad_metrics.event_read_columns())
            ~ ad_metrics.read_of_window(plan, window)
        ]) -%}
    {%- endif -%}
{%- endmacro -%}


{#- What was read of a day is the first to go and the last to come, so that a day that is half done
    is one that was not read; of a day that has no events any more it is the last to go. -#}
{%- macro _empty_window(window, judged, hours, read) -%}
    {%- set known = ad_metrics.days_with_rows(
        window.days, ad_metrics._days_of_window_read(window)
    ) -%}
    {%- set to_fill = known | reject('in', window.emptied) | list -%}
    {%- set to_empty = known | select('in', window.emptied) | list -%}
    {%- do ad_metrics.execute_all([
        ad_metrics.delete_days(read, 'raw_day', to_fill) if to_fill,
        ad_metrics.delete_days(judged, 'raw_day', known) if known,
        ad_metrics.delete_days(hours, 'raw_day', known) if known,
        ad_metrics.delete_days(read, 'raw_day', to_empty) if to_empty,
    ]) -%}
{%- endmacro -%}


{#- The days of a window that were read before. -#}
{%- macro _days_of_window_read(window) -%}
    {{ return(run_query(
        'select distinct cast(raw_day as ' ~ ad_metrics.type_text() ~ ') as raw_day from '
        ~ ref('ad_metrics', 'base_ad_events__read')
        ~ ' where raw_day in (' ~ ad_metrics.date_literals(window.days) ~ ')'
    ).columns['raw_day'].values() | list) }}
{%- endmacro -%}


{#- How many events of a window have become something. -#}
{%- macro _judged_rows(judged, window) -%}
    {{ return(run_query(
        'select coalesce(sum(events), 0) as judged from ' ~ judged
        ~ " where verdict in ('staged', 'invalid', 'duplicate', 'rejected') and raw_day in ("
        ~ ad_metrics.date_literals(window.days) ~ ')'
    ).rows[0][0] | int) }}
{%- endmacro -%}


{%- macro _stop_unless_all_is_judged(judged, window) -%}
    {%- set found = ad_metrics._judged_rows(judged, window) -%}
    {%- if found != window.rows -%}
        {{ exceptions.raise_compiler_error(
            'Source ad_events: of ' ~ window.days | join(', ') ~ ' there were ' ~ window.rows
            ~ ' events a moment ago and ' ~ found
            ~ ' now: their files or tables were written meanwhile. Build again.'
        ) }}
    {%- endif -%}
{%- endmacro -%}
