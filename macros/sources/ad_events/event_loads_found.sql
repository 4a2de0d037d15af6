{#- What is found of a load on a day. -#}
{%- macro _found_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'raw_table': text, 'load_name': text, 'state': text, 'utc_day': 'date',
        'raw_rows': 'bigint', 'rows_hash': text, 'first_event_at': 'timestamp',
    }) }}
{%- endmacro -%}


{%- macro _days_as_told(told) -%}
    {{ ad_metrics.typed_row(ad_metrics._found_columns(), {
        'raw_table': 'raw_table', 'load_name': 'load_name', 'utc_day': 'raw_day',
        'raw_rows': 'raw_rows',
    }) }}
    from (
        {{ ad_metrics.text_table(told, ['raw_table', 'load_name', 'raw_day', 'raw_rows']) }}
    ) as told
{%- endmacro -%}


{%- macro _days_as_found_before(before) -%}
    {{ ad_metrics.typed_row(ad_metrics._found_columns(), {
        'raw_table': 'found_before.raw_table', 'load_name': 'found_before.load_name',
        'utc_day': 'found_before.utc_day', 'raw_rows': 'found_before.raw_rows',
    }) }}
    from {{ before }} as found_before
    inner join listed
        on
            found_before.raw_table = listed.raw_table
            and found_before.load_name = listed.load_name
            and found_before.fingerprint = listed.state
    where found_before.utc_day is not null
{%- endmacro -%}


{#- The days of these loads, as reading them tells. -#}
{%- macro _event_days_query(table, about, loads) -%}
    {%- set values = [] -%}
    {%- for column in ad_metrics.event_columns(table) if column.raw in about.columns -%}
        {%- do values.append(adapter.quote(column.raw)) -%}
    {%- endfor -%}
    {{ ad_metrics.typed_row(ad_metrics._found_columns(), {
        'raw_table': "'" ~ table ~ "'",
        'load_name': 'load_name',
        'utc_day': 'utc_day',
        'raw_rows': 'raw_rows',
        'rows_hash': 'rows_hash' if about.relation else 'null',
        'first_event_at': 'first_event_at',
    }) }}
    from (
        select
            {{ ad_metrics._event_day(about) }} as utc_day,
            {{ ad_metrics._event_load(about, table) }} as load_name,
            count(*) as raw_rows,
            min({{ ad_metrics._event_time(about, adapter.quote('event_at')) }}) as first_event_at
            {%- if about.relation %},
            sum({{ ad_metrics.row_hash(values) }}) as rows_hash
            {%- endif %}
        from {{ about.relation or ad_metrics.event_file_relation(about, loads) }}
        group by 1, 2
    ) as days
{%- endmacro -%}
