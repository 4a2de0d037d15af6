{#- The columns of base_ad_events__hours, name to type: the sums of staged events by hour and
    whatever else tells delivery apart. -#}
{%- macro event_hour_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set columns = {'raw_day': 'date'} -%}
    {%- do columns.update(ad_metrics._event_keys()) -%}
    {%- for measure in ad_metrics.event_measures() -%}
        {%- do columns.update({measure: 'bigint'}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}


{%- macro _event_keys() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'hour_at': 'timestamp', 'campaign_id': text, 'creative_id': text, 'placement_id': text, 'country': text, 'device': text,
        'currency': text, 'is_invalid': 'boolean',
    }) }}
{%- endmacro -%}


{%- macro event_measures() -%}
    {{ return([
        'impressions', 'clicks', 'conversions', 'impression_conversions', 'click_conversions', 'items', 'price_micros', 'value_micros',
    ]) }}
{%- endmacro -%}


{#- The columns of base_ad_events, name to type: what became of the events of each kind and day, and
    every one that was rejected. -#}
{%- macro judged_event_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'verdict': text, 'raw_table': text, 'load_name': text, 'raw_place': text, 'raw_key': text,
        'raw_day': 'date', 'events': 'bigint', 'rejected_because': text, 'noted_because': text,
        'raw_row': text, 'raw_rows_read': 'bigint', 'day_fingerprint': text, 'event_ids': text,
        'judged_in': text,
    }) }}
{%- endmacro -%}


{#- A select of base_ad_events' columns, judged by this build. -#}
{%- macro _verdict(verdict, values) -%}
    {%- do values.update({'verdict': "'" ~ verdict ~ "'", 'judged_in': "'" ~ invocation_id ~ "'"}) -%}
    {{ ad_metrics.typed_row(ad_metrics.judged_event_columns(), values) }}
{%- endmacro -%}


{#- The sums of a window's staged events, invalid traffic told apart. -#}
{%- macro counted_events(plan, window) -%}
{%- set keys = ad_metrics._event_keys() | list -%}
{%- set measures = ad_metrics.event_measures() -%}
with

{% for table in plan.sources %}
{{ ad_metrics._event_ctes(plan, window, table) }},
{% endfor %}
{% for table in plan.sources %}
{{ table }}_groups as (
    select
        {%- for key in keys %}
        {{ ad_metrics._grouped_key(plan, table, key) }} as {{ key }},
        {%- endfor %}
        {%- for measure in measures %}
        {{ ad_metrics._event_measure(plan, table, measure) }} as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ table }}_used
    where is_fine
    group by
        {%- for key in keys %}
        {{ ad_metrics._grouped_key(plan, table, key) }}{{ ',' if not loop.last }}
        {%- endfor %}
),

{% endfor %}
all_groups as (
    {%- for table in plan.sources %}
    select
        {{ (keys + measures) | join(', ') }}
    from {{ table }}_groups
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

summed as (
    select
        {{ keys | join(', ') }},
        {%- for measure in measures %}
        {#- A group has one row of each kind, and all but prices are told by one kind only; sums
            would take a third longer. #}
        {{ 'sum' if measure == 'price_micros' else 'max' }}({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from all_groups
    group by {{ keys | join(', ') }}
)

{% set values = {'raw_day': 'hour_at'} -%}
{%- for key in keys -%}
    {%- do values.update({key: ad_metrics._key_of_group(plan, key)}) -%}
{%- endfor -%}
{%- for measure in measures -%}
    {%- do values.update({measure: measure}) -%}
{%- endfor -%}
{{ ad_metrics.typed_row(ad_metrics.event_hour_columns(), values) }}
from summed
{{ ad_metrics.in_order_of(['hour_at']) }}
{%- endmacro -%}


{#- Whether events are grouped by a name as it was read: a whole number in every kind that has it.
    Grouping numbers costs half of grouping texts, and there are far fewer groups than events to
    make texts of; of whole numbers no two are the same text. -#}
{%- macro _is_grouped_as_read(plan, key) -%}
    {%- set types = [] -%}
    {%- for about in plan.sources.values() if key in about.columns and key not in ['hour_at', 'is_invalid', 'currency'] -%}
        {%- do types.append(about.columns[key]) -%}
    {%- endfor -%}
    {{ return(types | length > 0 and types | reject('in', ['bigint', 'integer', 'smallint', 'tinyint']) | list == []) }}
{%- endmacro -%}


{#- What the events of a kind are grouped by for a key. -#}
{%- macro _grouped_key(plan, table, key) -%}
    {%- if not ad_metrics._is_grouped_as_read(plan, key) -%}
        {{ return("coalesce(" ~ key ~ ", 'unknown')" if key in ad_metrics._keys_of_ads() else key) }}
    {%- elif key in plan.sources[table].columns -%}
        {{ return('cast(raw_' ~ key ~ ' as bigint)') }}
    {%- endif -%}
    {{ return('cast(null as bigint)') }}
{%- endmacro -%}


{#- The key itself, of a group. -#}
{%- macro _key_of_group(plan, key) -%}
    {%- if not ad_metrics._is_grouped_as_read(plan, key) -%}
        {{ return(key) }}
    {%- endif -%}
    {%- set value = ad_metrics._judged_value(ad_metrics._judgement(ad_metrics.name_column(key, key), 'bigint'), key) -%}
    {{ return("coalesce(" ~ value ~ ", 'unknown')" if key in ad_metrics._keys_of_ads() else value) }}
{%- endmacro -%}


{%- macro _keys_of_ads() -%}
    {{ return(['creative_id', 'placement_id']) }}
{%- endmacro -%}


{#- The sum of a measure over one kind of events; what the logs as a whole do not tell is null, and
    0 where only this kind does not. -#}
{%- macro _event_measure(plan, table, measure) -%}
    {%- set nothing = 'cast(0 as bigint)' -%}
    {%- if measure in ad_metrics.event_tables() -%}
        {{ 'count(*)' if measure == table else (nothing if measure in plan.sources else 'cast(null as bigint)') }}
    {%- elif measure == 'price_micros' -%}
        sum(price_micros)
    {%- elif table == 'conversions' and measure.endswith('_conversions') -%}
        sum(case when attribution = '{{ 'view' if measure.startswith('impression') else 'click' }}' then 1 when attribution is not null then 0 end)
    {%- elif table == 'conversions' -%}
        sum({{ measure }})
    {%- else -%}
        {{ nothing if 'attribution' in plan.sources.get('conversions', {'columns': {}}).columns and measure.endswith('_conversions') else 'cast(null as bigint)' }}
    {%- endif -%}
{%- endmacro -%}


{#- How many of a window's events are staged and how many invalid, of the sums that were just
    written, by kind and day. -#}
{%- macro staged_events(plan, window, hours) -%}
{%- for table in plan.sources %}
{%- for verdict in ['staged', 'invalid'] %}
{{ ad_metrics._verdict(verdict, {'raw_table': "'" ~ table ~ "'", 'raw_day': 'raw_day', 'events': 'sum(' ~ table ~ ')'}) }}
from {{ hours }}
where raw_day in ({{ ad_metrics._dates(window.days) }}) and {{ 'not ' if verdict == 'staged' }}is_invalid
group by raw_day
having sum({{ table }}) > 0
{{ 'union all' if not loop.last }}
{% endfor %}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro -%}


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
    {{ return(ad_metrics._judged_value(ad_metrics._event_judgement(
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
{{ ad_metrics._verdict('duplicate', {'raw_table': "'" ~ table ~ "'", 'raw_day': 'judged_day', 'events': 'count(*)'}) }}
from {{ table }}_repeats
where copy > 1 and is_own = 1
group by judged_day
{{ 'union all' if not loop.last }}
{% endfor %}
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
    'rejected_because': 'substr(rejected_because, 1, length(rejected_because) - 2)', 'raw_row': 'raw_row',
}) }}
from rejected
{%- endmacro -%}


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
        {{ ad_metrics._literal(note.what) }} as noted_because,
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
                then {{ ad_metrics._literal(
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


{#- The day that stands for all events which came too late, and for their account: they give way
    together, and not with any day. -#}
{%- macro late_day() -%}{{ return('0001-01-02') }}{%- endmacro -%}


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
                {{ ad_metrics._event_day(about) }} in ({{ ad_metrics._dates(days) }})
                {{ 'and load_name = ' ~ ad_metrics.text_literal(load) if about.states }}
            )
            {{ 'or' if not loop.last }}
            {%- endfor %}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}


{#- What was read of which day from where, as rows of this verdict: `day`, or `late` for what came
    when the day was closed. -#}
{%- macro event_account(account, verdict='day') -%}
{%- set columns = ['raw_table', 'load_name', 'raw_day', 'raw_rows', 'state'] -%}
{{ ad_metrics._verdict(verdict, {
    'raw_table': 'raw_table', 'load_name': 'load_name', 'raw_rows_read': 'raw_rows',
    'day_fingerprint': 'state',
    'raw_key': 'raw_day' if verdict == 'late' else 'null',
    'raw_day': "'" ~ ad_metrics.late_day() ~ "'" if verdict == 'late' else 'raw_day',
}) }}
from ({{ ad_metrics.text_table(account, columns) }}) as account
{%- endmacro -%}


{#- The account of a window, with what tells its events from others. -#}
{%- macro event_window_account(plan, window) -%}
{%- set columns = ['raw_table', 'load_name', 'raw_day', 'raw_rows', 'state'] -%}
{{ ad_metrics._verdict('day', {
    'raw_table': 'account.raw_table', 'load_name': 'account.load_name',
    'raw_day': 'account.raw_day', 'raw_rows_read': 'account.raw_rows',
    'raw_place': 'ids.raw_place', 'day_fingerprint': 'account.state', 'event_ids': 'ids.event_ids',
}) }}
from ({{ ad_metrics.text_table(window.account, columns) }}) as account
left join (
    {%- for table in window.account | map(attribute=0) | unique %}
    {%- set about = plan.sources[table] %}
    select
        '{{ table }}' as raw_table,
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
        account.raw_table = ids.raw_table
        and account.load_name = ids.load_name
        and account.raw_day = ids.raw_day
{%- endmacro -%}


{#- Days that are closed: what the source has pruned stays as it was counted. -#}
{%- macro closed_days(days) -%}
{%- for day in days %}
{{ ad_metrics._verdict('closed', {'raw_day': "'" ~ day ~ "'"}) }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro -%}


{#- <table>_events: a window's events, typed, and those of the hour before each of its days. With
    `rest`, raw_rest differs where any of the columns that are not read does. -#}
{%- macro _event_rows(plan, window, table, rest=false) -%}
{%- set about = plan.sources[table] -%}
{%- set columns = ad_metrics.event_columns(table) -%}
{%- set judgements = ad_metrics._event_judgements(plan, table) -%}
{%- set rules = ad_metrics.event_rules(table) -%}
{{ table }}_read as {{ ad_metrics.read_again('') }} (
    select
        {%- for column in columns %}
        {{ ad_metrics._raw_value(about, column.raw) }} as raw_{{ column.raw }},
        {%- endfor %}
        {%- if rest %}
        {%- set unread = ad_metrics._unread_event_columns(about, table) or ['1'] %}
        {{ ad_metrics.row_hash(unread) }} as raw_rest,
        {%- endif %}
        {{ ad_metrics._event_load(about, table) }} as load_name,
        {{ ad_metrics._event_day(about) }} as utc_day
    from {{ ad_metrics._event_window_relation(plan, window, table) }}
),

{{ table }}_typed as {{ ad_metrics.read_again('') }} (
    select
        {%- for column in columns %}
        {%- set value = 'raw_' ~ column.raw %}
        {{ ad_metrics._judged_value(judgements[loop.index0], value) }} as {{ column.name }},
        {{ value }},
        {%- endfor %}
        true
        {%- for column in columns %}
        {%- set judgement = judgements[loop.index0] %}
        {%- if judgement.rejects and judgement.fine != 'true' %}
        and ({{ judgement.fine.replace('<value>', 'raw_' ~ column.raw) }})
        {%- endif %}
        {%- endfor %} as columns_are_fine,
        {%- if rest %}
        raw_rest,
        {%- endif %}
        load_name,
        utc_day
    from {{ table }}_read
),

{{ table }}_events as {{ ad_metrics.read_again('') }} (
    select
        {%- for column in columns if column.name != 'is_invalid' %}
        {{ column.name }},
        {%- endfor %}
        {%- for column in columns %}
        raw_{{ column.raw }},
        {%- endfor %}
        {%- if rest %}
        raw_rest,
        {%- endif %}
        load_name,
        utc_day,
        cast(raw_event_id as {{ ad_metrics.type_text() }}) as raw_key,
        {{ ad_metrics._event_identity(about) }} as id,
        coalesce(columns_are_fine, false)
        {%- for rule in rules %}
        and not coalesce({{ rule }}, false)
        {%- endfor %} as is_fine,
        {{ ad_metrics.is_invalid_traffic() }} as is_invalid,
        cast({{ dbt.date_trunc('hour', 'event_at') }} as timestamp) as hour_at
    from {{ table }}_typed
)
{%- endmacro -%}


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
    where utc_day in ({{ ad_metrics._dates(days) }})
)
{%- else %}
{{ table }}_single as {{ ad_metrics.read_again('') }} (
    select events.*
    from {{ table }}_events as events
    left join {{ window.repeated[table] }} as repeated on events.id = repeated.repeated_id
    where repeated.repeated_id is null and events.utc_day in ({{ ad_metrics._dates(days) }})
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
        where utc_day in ({{ ad_metrics._dates(days) }})
        union all
        select
            *,
            cast({{ dbt.dateadd('day', 1, 'utc_day') }} as date) as judged_day,
            0 as is_own
        from {{ table }}_suspects
        where
            is_fine
            and event_at >= {{ dbt.dateadd('hour', 23, 'cast(utc_day as timestamp)') }}
            and utc_day in ({{ ad_metrics._dates(ad_metrics._days_before(days)) }})
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


{%- macro _days_before(days) -%}
    {%- set before = [] -%}
    {%- for day in days if day != '0001-01-01' -%}
        {%- do before.append(ad_metrics._day_after(day, -1)) -%}
    {%- endfor -%}
    {{ return(before) }}
{%- endmacro -%}


{#- The files, or the table, with the events of a window and, where some of their ids may stand more
    than once, of the hour before each of its days. -#}
{%- macro _event_window_relation(plan, window, table) -%}
    {%- set about = plan.sources[table] -%}
    {%- set with_hour_before = window.get('repeated', {}).get(table, true) -%}
    {%- set days_before = ad_metrics._days_before(window.days) if with_hour_before else [] -%}
    {%- set days = (window.days + days_before) | unique | list -%}
    {%- set loads = [] -%}
    {%- for load, load_days in plan.now[table].items() -%}
        {%- do loads.append(load) if load_days.keys() | select('in', days) | list -%}
    {%- endfor -%}
    {%- set type = about.columns['event_at'] -%}
    {%- set event_at = adapter.quote('event_at') -%}
    {%- set zone = '+00' if 'with time zone' in type else '' -%}
    (
        select *
        from {{ about.relation or (ad_metrics.event_file_relation(about, (loads | sort) or [about.states | first])) }}
        where
            {%- if about.states and not loads %} false
            {%- elif type.startswith('timestamp') and window.days != ['0001-01-01'] %}
            {%- set next_day = ad_metrics._day_after(window.days | max) %}
            {%- set begins_at = (days_before | min) ~ ' 23:00:00' if with_hour_before else (window.days | min) ~ ' 00:00:00' %}
            {{ event_at }} >= cast('{{ begins_at }}{{ zone }}' as {{ type }})
            and {{ event_at }} < cast('{{ next_day }} 00:00:00{{ zone }}' as {{ type }})
            {%- else %}
            {{ ad_metrics._event_day(about) }} in ({{ ad_metrics._dates(days) }})
            {%- endif %}
    ) as raw_events
{%- endmacro -%}


{#- How the columns of a kind are judged; worked out once, as each window asks for it several
    times. -#}
{%- macro _event_judgements(plan, table) -%}
    {%- set about = plan.sources[table] -%}
    {%- if not about.judgements -%}
        {%- set judgements = [] -%}
        {%- for column in ad_metrics.event_columns(table) -%}
            {%- do judgements.append(ad_metrics._event_judgement(
                column, about.columns.get(column.raw, ad_metrics.type_text())
            )) -%}
        {%- endfor -%}
        {%- do about.update({'judgements': judgements}) -%}
    {%- endif -%}
    {{ return(about.judgements) }}
{%- endmacro -%}


{#- An id that is a whole number has lost no digit, and no pattern is asked of each of millions. -#}
{%- macro _event_judgement(column, type) -%}
    {%- if column.kind == 'identifier' and type in ['bigint', 'integer', 'smallint', 'tinyint'] -%}
        {%- set column = ad_metrics.name_column(column.raw, column.name, column.required) -%}
    {%- endif -%}
    {{ return(ad_metrics._judgement(column, type)) }}
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


{%- macro _event_reasons(plan, table) -%}
    {%- set judgements = ad_metrics._event_judgements(plan, table) -%}
    ''
    {%- for column in ad_metrics.event_columns(table) %}
    {%- set judgement = judgements[loop.index0] %}
    {%- if judgement.rejects %}
    || {{ ad_metrics._reason(column, judgement, 'raw_' ~ column.raw) }}
    {%- endif %}
    {%- endfor %}
    {%- for rule, reason in ad_metrics.event_rules(table).items() %}
    || case when {{ rule }} then '{{ reason }}; ' else '' end
    {%- endfor %}
{%- endmacro -%}


{%- macro _event_raw_row(plan, table, by_name=false) -%}
    {%- set names = [] -%}
    {%- set values = [] -%}
    {%- for column in ad_metrics.event_columns(table) if column.raw in plan.sources[table].columns -%}
        {%- do names.append(column.raw) -%}
        {%- set value = adapter.quote(column.raw) if by_name else 'raw_' ~ column.raw -%}
        {#- A time in JSON is written in several ways. -#}
        {%- do values.append('cast(' ~ value ~ ' as ' ~ ad_metrics.type_text() ~ ')' if column.kind == 'time' else value) -%}
    {%- endfor -%}
    {{ ad_metrics.json_text(names, values) }}
{%- endmacro -%}
