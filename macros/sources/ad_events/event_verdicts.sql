{#- The columns of base_ad_events, name to type: what became of the events of each kind and day, and
    every one that was rejected. -#}
{%- macro judged_event_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'verdict': text, 'raw_table': text, 'load_name': text, 'raw_place': text, 'raw_key': text,
        'raw_day': 'date', 'events': 'bigint', 'rejected_because': text, 'noted_because': text,
        'raw_row': text, 'judged_in': text,
    }) }}
{%- endmacro -%}


{#- A select of base_ad_events' columns, judged by this build. -#}
{%- macro _verdict(verdict, values) -%}
    {%- do values.update({
        'verdict': "'" ~ verdict ~ "'", 'judged_in': "'" ~ invocation_id ~ "'",
    }) -%}
    {{ ad_metrics.typed_row(ad_metrics.judged_event_columns(), values) }}
{%- endmacro -%}


{#- How many of a window's events are staged and how many invalid, of the sums that were just
    written, by kind and day. -#}
{%- macro staged_events(plan, window, hours) -%}
{%- for table in plan.sources %}
{%- for verdict in ['staged', 'invalid'] %}
{{ ad_metrics._verdict(verdict, {
    'raw_table': "'" ~ table ~ "'", 'raw_day': 'raw_day', 'events': 'sum(' ~ table ~ ')',
}) }}
from {{ hours }}
where
    raw_day in ({{ ad_metrics.date_literals(window.days) }})
    and {{ 'not ' if verdict == 'staged' }}is_invalid
group by raw_day
having sum({{ table }}) > 0
{{ 'union all' if not loop.last }}
{% endfor %}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro -%}


{#- Every rejected event of a window, with all its reasons and raw values. -#}
{%- macro rejected_events(plan, window) -%}
with

{% for table in plan.sources %}
{{ ad_metrics._event_ctes(plan, window, table) }},
{% endfor %}
rejected as (
    {%- for table in plan.sources %}
    select
        '{{ table }}' as raw_table,
        load_name,
        {{ ad_metrics._event_place(plan.sources[table]) }} as raw_place,
        raw_key,
        utc_day,
        {{ ad_metrics._event_reasons(plan, table) }} as rejected_because,
        {{ ad_metrics._event_raw_row(plan, table) }} as raw_row
    from {{ table }}_used
    where not is_fine
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

{{ ad_metrics._verdict('rejected', {
    'raw_table': 'raw_table', 'load_name': 'load_name', 'raw_place': 'raw_place',
    'raw_key': 'raw_key', 'raw_day': 'utc_day', 'events': '1',
    'rejected_because': 'substr(rejected_because, 1, length(rejected_because) - 2)',
    'raw_row': 'raw_row',
}) }}
from rejected
{%- endmacro -%}


{#- Every event that came for a day which was closed. -#}
{%- macro late_events(plan) -%}
    {%- for table, about in plan.sources.items()
        if plan.late | selectattr(0, 'eq', table) | list -%}
        {%- set of_table = plan.late | selectattr(0, 'eq', table) | list -%}
        {%- set loads = of_table | map(attribute=1) | unique | list -%}
        {{ ad_metrics._verdict('rejected', {
            'raw_table': "'" ~ table ~ "'", 'load_name': 'load_name',
            'raw_place': ad_metrics._event_place(about), 'raw_key': adapter.quote('event_id'),
            'raw_day': "'" ~ ad_metrics.late_day() ~ "'", 'events': '1',
            'rejected_because': "'its day is closed, as the source had pruned it before this event"
                ~ " came (remove it there, or accept that it is left out)'",
            'raw_row': ad_metrics._event_raw_row(plan, table, by_name=true),
        }) }}
        from (
            select
                *,
                {{ ad_metrics._event_load(about, table) }} as load_name
            from {{ about.relation or ad_metrics.event_file_relation(about, loads) }}
        ) as loaded
        where
            {%- for load in loads %}
            {%- set days = of_table | selectattr(1, 'eq', load) | map(attribute=2) | list %}
            (
                {{ ad_metrics._event_day(about) }} in ({{ ad_metrics.date_literals(days) }})
                {{ 'and load_name = ' ~ ad_metrics.text_literal(load) if about.states }}
            )
            {{ 'or' if not loop.last }}
            {%- endfor %}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}


{%- macro _event_reasons(plan, table) -%}
    {%- set judgements = ad_metrics._event_judgements(plan, table) -%}
    ''
    {%- for column in ad_metrics.event_columns(table) %}
    {%- set judgement = judgements[loop.index0] %}
    {%- if judgement.rejects %}
    || {{ ad_metrics.reason_to_reject(column, judgement, 'raw_' ~ column.raw) }}
    {%- endif %}
    {%- endfor %}
    {%- for rule, reason in ad_metrics.event_rules(table).items() %}
    || case when {{ rule }} then '{{ reason }}; ' else '' end
    {%- endfor %}
{%- endmacro -%}


{%- macro _event_raw_row(plan, table, by_name=false) -%}
    {%- set names = [] -%}
    {%- set values = [] -%}
    {%- for column in ad_metrics.event_columns(table)
        if column.raw in plan.sources[table].columns -%}
        {%- do names.append(column.raw) -%}
        {%- set value = adapter.quote(column.raw) if by_name else 'raw_' ~ column.raw -%}
        {#- A time in JSON is written in several ways. -#}
        {%- do values.append(
            'cast(' ~ value ~ ' as ' ~ ad_metrics.type_text() ~ ')' if column.kind == 'time'
            else value
        ) -%}
    {%- endfor -%}
    {{ ad_metrics.json_text(names, values) }}
{%- endmacro -%}
