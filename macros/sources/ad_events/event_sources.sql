{#- The events that there are: {table: {'columns': {name: type}, 'states': {load: what tells this
    state of it}, 'readings': {load: how it is read}, 'relation', 'files': {load: file}, 'prefix'}}.
    A load is known by its name within events_path, wherever that is: a file by its path from there
    on, which follows the `prefix`, and a table by its name. Of files, `states` are those of now; of
    a table it is none, as its days tell. -#}
{%- macro event_sources() -%}
    {%- set path = ad_metrics.raw_path('events_path') -%}
    {%- set schema = ad_metrics.raw_schema('events_path') -%}
    {%- set sources = {} -%}
    {%- for table in ad_metrics.event_tables() -%}
        {%- set relation = source('ad_events', table) -%}
        {%- if execute and schema -%}
            {%- set found = ad_metrics.event_table(table) -%}
            {%- if found -%}
                {%- set raw = ad_metrics.raw_relation(found) -%}
                {%- do sources.update({table: {
                    'columns': raw.columns, 'relation': raw.sql, 'parts': raw.parts,
                    'place': raw.place, 'states': none,
                    'readings': {table: ad_metrics._event_reading(table, raw.columns)},
                }}) -%}
            {%- endif -%}
        {%- elif execute and path -%}
            {%- set states = ad_metrics.event_files(path, table) -%}
            {%- if states -%}
                {%- do sources.update({
                    table: ad_metrics._event_files_as_table(path, table, states)
                }) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if execute and (path or schema) and 'impressions' not in sources -%}
        {{ exceptions.raise_compiler_error(
            'Source ad_events: there are no impressions in '
            ~ (path or 'the schema ' ~ schema) ~ '. ' ~ (
                'Load a table impressions there, or name its schema in the var events_path.'
                if schema
                else 'Put Parquet files into its folder impressions, or point the var events_path'
                ~ ' to the folder that has it.'
            ) ~ ' Nothing was changed.'
        ) }}
    {%- endif -%}
    {%- for table, about in sources.items() -%}
        {{ ad_metrics.stop_at_missing_columns(
            'ad_events', about, ad_metrics.event_columns(table)
        ) }}
        {%- for column in ad_metrics.event_columns(table)
            if column.kind == 'time' and column.raw in about.columns -%}
            {%- set type = about.columns[column.raw] -%}
            {%- if not (ad_metrics.is_text_type(type) or type.startswith(('timestamp', 'date'))) -%}
                {{ exceptions.raise_compiler_error(
                    'Source ad_events: ' ~ column.raw ~ ' of ' ~ about.place ~ ' is a ' ~ type
                    ~ '. It must be a timestamp in UTC, or a text such as 2026-10-22 13:00:00.'
                    ~ ' Nothing was changed.'
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(sources) }}
{%- endmacro -%}


{#- One kind of events of these sources. -#}
{%- macro _event_source(sources, table) -%}
    {%- if table not in sources -%}
        {{ exceptions.raise_compiler_error(
            'Source ad_events: ' ~ table
            ~ ' were there a moment ago, and are gone now. Build again.'
        ) }}
    {%- endif -%}
    {{ return(sources[table]) }}
{%- endmacro -%}


{#- The table of this kind of events in the schema that events_path names, or none. -#}
{%- macro event_table(table) -%}
    {%- set named = ad_metrics.raw_schema('events_path').split('.') -%}
    {%- set database = named[0] if named | length > 1 else target.database -%}
    {{ return(adapter.get_relation(database=database, schema=named[-1], identifier=table)) }}
{%- endmacro -%}


{#- A column that is of several types in different files is read as text. `file_states` are by
    file. -#}
{%- macro _event_files_as_table(path, table, file_states) -%}
    {%- set prefix = ad_metrics._event_prefix(path, table, file_states | list) -%}
    {%- set states = {} -%}
    {%- set files = {} -%}
    {%- for file, state in file_states.items() -%}
        {%- do states.update({file[prefix | length:]: state}) -%}
        {%- do files.update({file[prefix | length:]: file}) -%}
    {%- endfor -%}
    {%- set columns = {} -%}
    {%- set mixed = [] -%}
    {%- set columns_of_files = {} -%}
    {%- set readings = {} -%}
    {%- set parts = [] -%}
    {%- for layout in ad_metrics.event_file_layouts(file_states | list) -%}
        {%- for name, type in layout.columns.items() -%}
            {%- do mixed.append(name) if columns.get(name, type) != type and name not in mixed -%}
            {%- do columns.update({name: ad_metrics.type_text() if name in mixed else type}) -%}
        {%- endfor -%}
        {%- do parts.append({'place': 'file ' ~ layout.files[0], 'columns': layout.columns}) -%}
        {%- set reading = ad_metrics._event_reading(table, layout.columns) -%}
        {%- for file in layout.files -%}
            {%- do columns_of_files.update({file: layout.columns}) -%}
            {%- do readings.update({file[prefix | length:]: reading}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return({
        'columns': columns, 'columns_of_files': columns_of_files, 'readings': readings,
        'mixed': mixed, 'relation': none, 'parts': parts, 'states': states, 'files': files,
        'prefix': prefix,
        'place': parts[0].place if parts | length == 1 and states | length == 1
            else 'files such as ' ~ (file_states | first),
    }) }}
{%- endmacro -%}


{#- What the names of all files begin with before their path within events_path. A pattern stands
    for several folders, which are told apart from its first wildcard on. -#}
{%- macro _event_prefix(path, table, files) -%}
    {%- set base = path.rstrip('/') -%}
    {%- set wildcard = modules.re.search('[*?[]', base) -%}
    {%- set prefix = base ~ '/' -%}
    {%- if wildcard -%}
        {%- set prefix = base[:wildcard.start()].rpartition('/')[0] ~ '/' -%}
    {%- elif not files[0].startswith(prefix) -%}
        {#- The engine has spelled the address in its own way. -#}
        {%- set folder = '/' ~ base.split('/')[-1] ~ '/' -%}
        {%- set inside = folder ~ table ~ '/' -%}
        {%- set prefix = files[0].partition(inside)[0] ~ folder if inside in files[0]
            else files[0].partition('/' ~ table ~ '/')[0] ~ '/' -%}
    {%- endif -%}
    {%- for file in files if not file.startswith(prefix) -%}
        {{ return('') }}
    {%- endfor -%}
    {{ return(prefix) }}
{%- endmacro -%}


{#- Stands for how events are read: what is declared of them and found of their columns, and the
    rule for invalid traffic. -#}
{%- macro _event_reading(table, columns) -%}
    {{ return(local_md5(
        tojson(ad_metrics.event_columns(table)) ~ tojson(ad_metrics.event_rules(table))
        ~ tojson(columns) ~ ad_metrics.is_invalid_traffic()
    )) }}
{%- endmacro -%}
