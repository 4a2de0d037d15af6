{#- Of them, <table>_used: one of each id of the window's days. Where some ids stand more than once
    they are <table>_single, whose id stands once, and the first of the others; <table>_repeats has
    these in their order. -#}
{%- macro _event_ctes(plan, window, table, rest=false) -%}
{%- set days = window.days -%}
{{ ad_metrics._event_rows(plan, window, table, rest) }},

{%- if not window.repeated[table] %}
{{ table }}_used as {{ ad_metrics.read_again('') }} (
    select *
    from {{ table }}_events
    where utc_day in ({{ ad_metrics.date_literals(days) }})
)
{%- else %}
{{ table }}_single as {{ ad_metrics.read_again('') }} (
    select events.*
    from {{ table }}_events as events
    left join {{ window.repeated[table] }} as repeated on events.id = repeated.repeated_id
    where repeated.repeated_id is null and events.utc_day in ({{ ad_metrics.date_literals(days) }})
),

{{ table }}_suspects as {{ ad_metrics.read_again('', keep=true) }} (
    select events.*
    from {{ table }}_events as events
    inner join {{ window.repeated[table] }} as repeated on events.id = repeated.repeated_id
),

{{ table }}_repeats as (
    select
        *,
        row_number() over (
            partition by judged_day, id
            order by
                is_own, case when is_fine then 0 else 1 end, event_at, load_name
                {%- for column in ad_metrics.event_columns(table)[2:] %},
                cast(raw_{{ column.raw }} as {{ ad_metrics.type_text() }}) nulls first
                {%- endfor %}
        ) as copy
    from (
        select
            *,
            utc_day as judged_day,
            1 as is_own
        from {{ table }}_suspects
        where utc_day in ({{ ad_metrics.date_literals(days) }})
        union all
        select
            *,
            cast({{ dbt.dateadd('day', 1, 'utc_day') }} as date) as judged_day,
            0 as is_own
        from {{ table }}_suspects
        where
            is_fine
            and event_at >= {{ dbt.dateadd('hour', 23, 'cast(utc_day as timestamp)') }}
            and utc_day in ({{ ad_metrics.date_literals(ad_metrics._days_before(days)) }})
    ) as candidates
),

{{ table }}_used as {{ ad_metrics.read_again('') }} (
    {%- set names = ad_metrics._event_row_names(table) | join(', ') %}
    select {{ names }}
    from {{ table }}_single
    union all
    select {{ names }}
    from {{ table }}_repeats
    where copy = 1 and is_own = 1
)
{%- endif %}
{%- endmacro -%}


{#- The names of the columns of <table>_events. -#}
{%- macro _event_row_names(table) -%}
    {%- set names = ['load_name', 'utc_day', 'raw_key', 'is_fine', 'is_invalid', 'hour_at'] -%}
    {%- for column in ad_metrics.event_columns(table) -%}
        {%- do names.append('raw_' ~ column.raw) -%}
        {%- do names.append(column.name) if column.name != 'is_invalid' -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}
