{#- What tells the events of a load and day from others: the rows of int_ad_events__identified. -#}
{%- macro event_id_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'raw_table': text, 'load_name': text, 'utc_day': 'date', 'raw_rows': 'bigint',
        'event_ids': text,
    }) }}
{%- endmacro -%}


{%- macro event_ids(to_identify) -%}
    {%- set wanted = {} -%}
    {%- for row in run_query(
        'select raw_table, load_name, cast(utc_day as ' ~ ad_metrics.type_text()
        ~ ') as utc_day from ' ~ to_identify
    ).rows -%}
        {%- set of_table = wanted.setdefault(row['raw_table'], {'loads': {}, 'days': {}}) -%}
        {%- do of_table.loads.update({row['load_name']: true}) -%}
        {%- do of_table.days.update({row['utc_day']: true}) -%}
    {%- endfor -%}
    {%- if not wanted -%}
        {{ ad_metrics.no_rows(ad_metrics.event_id_columns()) }}
    {%- else -%}
        {%- set sources = ad_metrics.event_sources() -%}
        {%- for table, of_table in wanted.items() %}
        {%- set about = ad_metrics._event_source(sources, table) %}
        {{ ad_metrics._event_ids_query(
            table,
            about,
            about.relation or ad_metrics.event_file_relation(about, of_table.loads),
            of_table.days
        ) }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    {%- endif -%}
{%- endmacro -%}


{#- event_ids differs where any id of the events does. An id is the same one as a number and as a
    text, in a file and in a table. -#}
{%- macro _event_ids_query(table, about, relation, days) -%}
    {%- set column = ad_metrics.event_columns(table)[0] -%}
    {%- set judgement = ad_metrics._event_judgement(column, about.columns['event_id']) -%}
    {%- set id = ad_metrics.read_value(judgement, adapter.quote('event_id')) -%}
    {{ ad_metrics.typed_row(ad_metrics.event_id_columns(), {
        'raw_table': "'" ~ table ~ "'", 'load_name': 'load_name', 'utc_day': 'utc_day',
        'raw_rows': 'raw_rows', 'event_ids': 'event_ids',
    }) }}
    from (
        select
            {{ ad_metrics._event_day(about) }} as utc_day,
            {{ ad_metrics._event_load(about, table) }} as load_name,
            count(*) as raw_rows,
            sum({{ ad_metrics.row_hash([id]) }}) as event_ids
        from {{ relation }}
        where {{ ad_metrics._event_day(about) }} in ({{ ad_metrics.date_literals(days) }})
        group by 1, 2
    ) as identified
{%- endmacro -%}
