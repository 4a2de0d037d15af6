{#- What is kept of each load and day that was read: the rows of base_ad_events__read. -#}
{%- macro event_read_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'raw_table': text, 'load_name': text, 'raw_place': text, 'raw_day': 'date',
        'utc_day': 'date', 'is_late': 'boolean', 'raw_rows_read': 'bigint', 'fingerprint': text,
        'event_ids': text, 'judged_in': text,
    }) }}
{%- endmacro -%}


{%- macro closed_day_columns() -%}
    {{ return({'utc_day': 'date', 'judged_in': ad_metrics.type_text()}) }}
{%- endmacro -%}


{#- The day that stands for all events which came too late, and for what is kept of their loads:
    they give way together, and not with any day. -#}
{%- macro late_day() -%}{{ return('0001-01-02') }}{%- endmacro -%}


{#- The record of a window: what its loads hold of its days, with what tells their events from
    others. -#}
{%- macro read_of_window(plan, window) -%}
{{ ad_metrics.typed_row(ad_metrics.event_read_columns(), {
    'raw_table': 'loads.raw_table', 'load_name': 'loads.load_name', 'raw_place': 'ids.raw_place',
    'raw_day': 'loads.utc_day', 'utc_day': 'loads.utc_day', 'is_late': 'false',
    'raw_rows_read': 'loads.raw_rows', 'fingerprint': 'loads.fingerprint',
    'event_ids': 'ids.event_ids', 'judged_in': "'" ~ invocation_id ~ "'",
}) }}
from {{ ref('ad_metrics', 'int_ad_events__loads') }} as loads
left join (
    {%- for table in window.kinds %}
    {%- set about = plan.sources[table] %}
    select
        ids_of_{{ table }}.*,
        {{ ad_metrics._event_place(about) }} as raw_place
    from (
        {{ ad_metrics._event_ids_query(
            table, about, ad_metrics._event_window_relation(plan, window, table), window.days
        ) }}
    ) as ids_of_{{ table }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
) as ids
    on
        loads.raw_table = ids.raw_table
        and loads.load_name = ids.load_name
        and loads.utc_day = ids.utc_day
where loads.utc_day in ({{ ad_metrics.date_literals(window.days) }})
{%- endmacro -%}


{#- The record of what came too late. -#}
{%- macro read_of_late_loads() -%}
{{ ad_metrics.typed_row(ad_metrics.event_read_columns(), {
    'raw_table': 'raw_table', 'load_name': 'load_name',
    'raw_day': "'" ~ ad_metrics.late_day() ~ "'",
    'utc_day': 'utc_day', 'is_late': 'true', 'raw_rows_read': 'raw_rows',
    'fingerprint': 'fingerprint', 'judged_in': "'" ~ invocation_id ~ "'",
}) }}
from {{ ref('ad_metrics', 'int_ad_events__late') }}
{%- endmacro -%}


{#- The days that this build closes. -#}
{%- macro days_to_close() -%}
{{ ad_metrics.typed_row(ad_metrics.closed_day_columns(), {
    'utc_day': 'utc_day', 'judged_in': "'" ~ invocation_id ~ "'",
}) }}
from {{ ref('ad_metrics', 'int_ad_events__pruned_days') }}
where utc_day not in (
    select closed.utc_day
    from {{ ref('ad_metrics', 'base_ad_events__closed_days') }} as closed
)
{%- endmacro -%}


{#- Raises an error where a day has lost its impressions, before anything is changed. A query cannot
    stop a build with what is to be done, so dbt asks while it compiles. -#}
{%- macro stop_at_lost_days() -%}
    {%- if execute and flags.WHICH in ('build', 'run') and not flags.FULL_REFRESH -%}
        {%- set lost = run_query(
            'select cast(utc_day as ' ~ ad_metrics.type_text() ~ ') as utc_day from '
            ~ ref('ad_metrics', 'int_ad_events__lost_days') ~ ' order by utc_day'
        ).columns['utc_day'].values() | list -%}
        {%- if lost -%}
            {{ exceptions.raise_compiler_error(
                'Source ad_events: the impressions of ' ~ lost[:10] | join(', ')
                ~ (' and other days' if lost | length > 10)
                ~ ' are gone, while older ones are there. Nothing was changed. Bring them back, or,'
                ~ ' if there are to be none, accept that with one build with --full-refresh.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
