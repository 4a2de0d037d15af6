{#- The ids that stand more than once in a window and the hour before each of its days, of each
    kind: what to select them from, or none. -#}
{%- macro repeated_ids(plan, window) -%}
    {%- set repeated = {} -%}
    {%- for table, about in plan.sources.items() -%}
        {%- set id = ad_metrics._event_identity(about, of_raw=true) -%}
        {%- set ids = '(select ' ~ id ~ ' as event_id from '
            ~ ad_metrics._event_window_relation(plan, window, table) ~ ') as ids' -%}
        {%- do repeated.update({table: ad_metrics.repeated_values_of(
            'ad_metrics_repeated_' ~ table, ids, 'event_id', about.columns['event_id']
        )}) -%}
    {%- endfor -%}
    {{ return(repeated) }}
{%- endmacro -%}


{#- What events are told apart by: their ids as they are typed. Numbers are compared as they are,
    which is quicker. -#}
{%- macro _event_identity(about, of_raw=false) -%}
    {%- set type = about.columns['event_id'] -%}
    {%- set raw = adapter.quote('event_id') if of_raw else 'raw_event_id' -%}
    {%- if not ad_metrics.is_text_type(type) -%}
        {{ return(raw) }}
    {%- endif -%}
    {{ return(ad_metrics.read_value(ad_metrics._event_judgement(
        ad_metrics.event_columns('impressions')[0], type
    ), raw)) }}
{%- endmacro -%}


{#- The number of a window's copies, by kind and day. -#}
{%- macro repeated_events(plan, window) -%}
{%- set tables = [] -%}
{%- for table, ids in window.repeated.items() if ids -%}
    {%- do tables.append(table) -%}
{%- endfor -%}
with

{% for table in tables %}
{{ ad_metrics._event_ctes(plan, window, table) }}{{ ',' if not loop.last }}
{% endfor %}
{% for table in tables %}
{{ ad_metrics._verdict('duplicate', {
    'raw_table': "'" ~ table ~ "'", 'raw_day': 'judged_day', 'events': 'count(*)',
}) }}
from {{ table }}_repeats
where copy > 1 and is_own = 1
group by judged_day
{{ 'union all' if not loop.last }}
{% endfor %}
{%- endmacro -%}


{#- Which of a window's copies say something else than the event that counts: by kind, day and what
    differs, with their number and one for instance. -#}
{%- macro differing_events(plan, window) -%}
{%- set text = ad_metrics.type_text() -%}
{%- set tables = [] -%}
{%- for table, ids in window.repeated.items() if ids -%}
    {%- do tables.append(table) -%}
{%- endfor -%}
with

{% for table in tables %}
{{ ad_metrics._event_ctes(plan, window, table, rest=true) }},
{% endfor %}
differing as (
    {%- for table in tables %}
    {%- set about = plan.sources[table] %}
    select
        '{{ table }}' as raw_table,
        later.judged_day,
        later.raw_key,
        ''
        {%- for column in ad_metrics.event_columns(table)[1:] if column.raw in about.columns %}
        {%- set values = [] %}
        {%- for row in ['later', 'counted'] %}
        {%- do values.append(
            'coalesce(cast(' ~ row ~ '.' ~ column.name ~ ' as ' ~ text ~ '), cast('
            ~ row ~ '.raw_' ~ column.raw ~ ' as ' ~ text ~ "), '')"
        ) %}
        {%- endfor %}
        || case when {{ values | join(' <> ') }} then '{{ column.raw }}, ' else '' end
        {%- endfor %}
        {%- set unread = ad_metrics._unread_event_columns(about, table) %}
        {%- if unread %}
        || case
            when later.raw_rest <> counted.raw_rest
                then {{ ad_metrics.typed_text(
                    ('a column that is not read: ' if unread | length == 1
                        else 'one of the columns that are not read: ')
                    ~ unread[:10] | join(' ') | replace(adapter.quote('a')[0], '') ~ ', '
                ) }}
            else ''
        end
        {%- endif %} as names
    from {{ table }}_repeats as later
    inner join {{ table }}_repeats as counted
        on later.judged_day = counted.judged_day and later.id = counted.id
    where later.copy > 1 and later.is_own = 1 and counted.copy = 1
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

{{ ad_metrics._verdict('differing', {
    'raw_table': 'raw_table', 'raw_key': 'min(raw_key)', 'raw_day': 'judged_day',
    'events': 'count(*)',
    'noted_because': "'one event_id stands for events that differ in ' || "
        ~ "substr(names, 1, length(names) - 2) || ' (the earliest counts, the others are copies of"
        ~ " it; give each event an id of its own)'",
}) }}
from differing
where names <> ''
group by raw_table, judged_day, names
{%- endmacro -%}


{#- The columns of events that nobody reads, quoted. -#}
{%- macro _unread_event_columns(about, table) -%}
    {%- set read = ad_metrics.event_columns(table) | map(attribute='raw') | list -%}
    {%- set unread = [] -%}
    {%- for name, type in about.columns.items()
        if name not in read and name != 'raw_file' and not type.startswith(('map', 'nested')) -%}
        {%- do unread.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {{ return(unread) }}
{%- endmacro -%}
