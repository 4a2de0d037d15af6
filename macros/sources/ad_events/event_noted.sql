{#- What was left empty, or is odd, in a window's events that count all the same: by kind, day and
    what it is, with the number of events and one for instance. Nothing where there is no such. -#}
{%- macro noted_events(plan, window) -%}
    {%- set notes = {} -%}
    {%- for table in plan.sources -%}
        {%- set of_table = ad_metrics._event_notes_of(plan, table) -%}
        {%- do notes.update({table: of_table})
            if of_table and ad_metrics._any_event_to_note(plan, window, table, of_table) -%}
    {%- endfor -%}
    {%- if notes -%}
with

{% for table in notes %}
{{ ad_metrics._event_ctes(plan, window, table) }},
{% endfor %}
noted as (
    {%- for table, of_table in notes.items() %}
    {%- set is_last = loop.last %}
    {%- for note in of_table %}
    select
        '{{ table }}' as raw_table,
        utc_day,
        {{ ad_metrics.typed_text(note.what) }} as noted_because,
        raw_key || ' ('
        || substr(cast({{ note.value }} as {{ ad_metrics.type_text() }}), 1, 50) || ')' as example
    from {{ table }}_used
    where is_fine and {{ note.condition }}
    {{ 'union all' if not (loop.last and is_last) }}
    {%- endfor %}
    {%- endfor %}
)

{{ ad_metrics._verdict('noted', {
    'raw_table': 'raw_table', 'raw_key': 'min(example)', 'raw_day': 'utc_day', 'events': 'count(*)',
    'noted_because': 'noted_because',
}) }}
from noted
group by raw_table, utc_day, noted_because
    {%- endif -%}
{%- endmacro -%}


{#- Whether any event of a window, copies and rejected ones included, is one to be noted. Most logs
    have none, and this reads the few columns that tell, where noting goes through all events. -#}
{%- macro _any_event_to_note(plan, window, table, notes) -%}
    {{ return(run_query(
        'with ' ~ ad_metrics._event_rows(plan, window, table) ~ ' select 1 as one from ' ~ table
        ~ '_typed where (' ~ notes | map(attribute='condition') | join(') or (') ~ ') limit 1'
    ).rows | length > 0) }}
{%- endmacro -%}


{#- What may be noted of an event of this kind: [{'what' in words, 'condition', 'value'}]. -#}
{%- macro _event_notes_of(plan, table) -%}
    {%- set there = plan.sources[table].columns -%}
    {%- set judgements = ad_metrics._event_judgements(plan, table) -%}
    {%- set notes = [] -%}
    {%- for column in ad_metrics.event_columns(table) if column.raw in there -%}
        {%- set judgement = judgements[ad_metrics.event_columns(table).index(column)] -%}
        {%- if not judgement.rejects and judgement.good != 'true' -%}
            {%- set condition = 'not (' ~ judgement.empty ~ ') and not coalesce(' ~ judgement.good
                ~ ', false)' -%}
            {%- do notes.append({
                'what': column.raw ~ ' is not ' ~ judgement.what ~ ' ('
                    ~ (judgement.remedy or 'correct it at the source') ~ '), so it is left empty',
                'condition': condition.replace('<value>', 'raw_' ~ column.raw),
                'value': 'raw_' ~ column.raw,
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for rule, what in ad_metrics.event_notes(table).items() if 'attributed_at' in there -%}
        {%- do notes.append({
            'what': what, 'condition': 'coalesce(' ~ rule ~ ', false)', 'value': 'raw_attributed_at'
        }) -%}
    {%- endfor -%}
    {{ return(notes) }}
{%- endmacro -%}
