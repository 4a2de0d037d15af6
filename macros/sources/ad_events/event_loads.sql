{#- Which events there are: the rows of int_ad_events__loads.

    A load is what comes together: a file, or a whole table. It is known by its name within
    events_path, wherever that is. -#}
{%- macro event_load_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'raw_table': text, 'load_name': text, 'utc_day': 'date', 'raw_rows': 'bigint',
        'fingerprint': text, 'first_event_at': 'timestamp', 'is_file': 'boolean',
        'is_full_refresh': 'boolean',
    }) }}
{%- endmacro -%}


{#- A row for each load and day, and one without a day for a load that has no events. `before` is
    the table as the last build left it. -#}
{%- macro event_loads(sources, before) -%}
{%- set found = ad_metrics._found_loads(sources, before) -%}
{%- set names = ['raw_table', 'load_name', 'state'] -%}
with

listed as ({{ ad_metrics.text_table(found.listed, names) }}),

found as (
    {{ found.queries | join('\nunion all\n') }}
)

{{ ad_metrics.typed_row(ad_metrics.event_load_columns(), {
    'raw_table': 'listed.raw_table',
    'load_name': 'listed.load_name',
    'utc_day': 'found.utc_day',
    'raw_rows': 'coalesce(found.raw_rows, 0)',
    'fingerprint': "coalesce(found.rows_hash || ' ', '') || listed.state",
    'first_event_at': 'found.first_event_at',
    'is_file': 'true' if sources.impressions.states else 'false',
    'is_full_refresh': 'true' if flags.FULL_REFRESH else 'false',
}) }}
from listed
left join found on listed.raw_table = found.raw_table and listed.load_name = found.load_name
{%- endmacro -%}


{#- {'listed': [(kind, load, state)], 'queries': what answers their days}. -#}
{%- macro _found_loads(sources, before) -%}
    {%- set known = ad_metrics._loads_found_before(before) -%}
    {%- set listed = [] -%}
    {%- set told = [] -%}
    {%- set queries = [] -%}
    {%- for table, about in sources.items() -%}
        {%- set unknown = [] -%}
        {%- for load, reading in about.readings.items() -%}
            {%- set state = about.states[load] ~ ' ' ~ reading if about.states else reading -%}
            {%- do listed.append((table, load, state)) -%}
            {%- do unknown.append(load) if (table, load, state) not in known -%}
        {%- endfor -%}
        {%- set told_here = ad_metrics._days_told_by_files(about, unknown) -%}
        {%- set told_loads = {} -%}
        {%- for row in told_here -%}
            {%- do told.append((table, row['load_name'], row['raw_day'], row['raw_rows'])) -%}
            {%- do told_loads.update({row['load_name']: true}) -%}
        {%- endfor -%}
        {%- set to_read = unknown | reject('in', told_loads) | list -%}
        {%- if to_read -%}
            {%- do queries.append(ad_metrics._event_days_query(table, about, to_read)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if told -%}
        {%- do queries.append(ad_metrics._days_as_told(told)) -%}
    {%- endif -%}
    {%- if known -%}
        {%- do queries.append(ad_metrics._days_as_found_before(before)) -%}
    {%- endif -%}
    {{ return({'listed': listed, 'queries': queries}) }}
{%- endmacro -%}


{#- The files that the last build looked at, with their states then: they need not be looked at
    again. dbt asks for them while it compiles, as files are named in the query that reads them. -#}
{%- macro _loads_found_before(before) -%}
    {%- set known = {} -%}
    {%- if before and ad_metrics.raw_path('events_path') -%}
        {%- for row in run_query(
            'select distinct raw_table, load_name, fingerprint from ' ~ before ~ ' where is_file'
        ).rows -%}
            {%- do known.update({
                (row['raw_table'], row['load_name'], row['fingerprint']): true
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(known) }}
{%- endmacro -%}


{#- The days of the files whose statistics tell them, asked while dbt compiles likewise: the others
    have to be read. Of times that are texts the first and the last are other ones. -#}
{%- macro _days_told_by_files(about, loads) -%}
    {%- if not about.states or not loads
        or ad_metrics.is_text_type(about.columns['event_at']) -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(run_query(ad_metrics.event_file_days(about, loads)).rows) }}
{%- endmacro -%}
