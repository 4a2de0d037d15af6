{#- The events that there are: {table: {'columns': {name: type}, 'states': {load: what tells this state of it}, 'relation', 'names': {load: place}}}.
    Of files, `states` are those of now; of a table it is none, as its days tell. -#}
{%- macro event_sources() -%}
    {%- set place = ad_metrics.setting('events_path') -%}
    {%- set sources = {} -%}
    {%- for table in ad_metrics.event_tables() -%}
        {%- set relation = source('ad_events', table) -%}
        {%- if execute and place and place.startswith('schema:') -%}
            {%- set found = ad_metrics.event_table(table) -%}
            {%- if found -%}
                {%- set raw = ad_metrics._raw_relation(found) -%}
                {%- do sources.update({table: {
                    'columns': raw.columns, 'relation': raw.sql, 'parts': raw.parts, 'place': raw.place, 'states': none,
                }}) -%}
            {%- endif -%}
        {%- elif execute and place -%}
            {%- set states = ad_metrics.event_files(place, table) -%}
            {%- if states -%}
                {%- do sources.update({table: ad_metrics._event_files_as_table(states)}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if execute and place and 'impressions' not in sources -%}
        {{ exceptions.raise_compiler_error(
            'Source ad_events: there are no impressions in ' ~ place ~ '. ' ~ (
                'Load a table impressions there, or name its schema in the var events_path.' if place.startswith('schema:')
                else 'Put Parquet files into its folder impressions, or point the var events_path to the folder that has it.'
            ) ~ ' Nothing was changed.'
        ) }}
    {%- endif -%}
    {%- for table, about in sources.items() -%}
        {{ ad_metrics._stop_at_missing_columns('ad_events', about, ad_metrics.event_columns(table)) }}
        {%- for column in ad_metrics.event_columns(table) if column.kind == 'time' and column.raw in about.columns -%}
            {%- set type = about.columns[column.raw] -%}
            {%- if not (ad_metrics.is_text_type(type) or type.startswith(('timestamp', 'date'))) -%}
                {{ exceptions.raise_compiler_error(
                    'Source ad_events: ' ~ column.raw ~ ' of ' ~ about.place ~ ' is a ' ~ type
                    ~ '. It must be a timestamp in UTC, or a text such as 2026-10-22 13:00:00. Nothing was changed.'
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(sources) }}
{%- endmacro -%}


{#- The table of this kind of events in the schema that events_path names, or none. -#}
{%- macro event_table(table) -%}
    {%- set named = ad_metrics.setting('events_path')[7:].split('.') -%}
    {%- set database = named[0] if named | length > 1 else target.database -%}
    {{ return(adapter.get_relation(database=database, schema=named[-1], identifier=table)) }}
{%- endmacro -%}


{#- A column that is of several types in different files is read as text. -#}
{%- macro _event_files_as_table(states) -%}
    {%- set columns = {} -%}
    {%- set mixed = [] -%}
    {%- set columns_of_files = ad_metrics.event_file_columns(states | list) -%}
    {%- for has in columns_of_files.values() -%}
        {%- for name, type in has.items() -%}
            {%- do mixed.append(name) if columns.get(name, type) != type and name not in mixed -%}
            {%- do columns.update({name: ad_metrics.type_text() if name in mixed else type}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set parts = {} -%}
    {%- for file in states -%}
        {%- set has = columns_of_files.get(file, {}) -%}
        {%- do parts.setdefault(tojson(has), {'place': 'file ' ~ file, 'columns': has}) -%}
    {%- endfor -%}
    {{ return({
        'columns': columns, 'columns_of_files': columns_of_files, 'mixed': mixed, 'relation': none, 'parts': parts.values() | list, 'states': states,
        'place': (parts.values() | first).place if parts | length == 1 and states | length == 1 else 'files such as ' ~ (states | first),
    }) }}
{%- endmacro -%}
