{#- The Parquet files of one kind of event under a path, as {file: what tells this state of it from
    another}; only engines that read files themselves have it. -#}
{%- macro event_files(path, table) -%}
    {{ return(adapter.dispatch('event_files', 'ad_metrics')(path, table)) }}
{%- endmacro -%}

{%- macro default__event_files(path, table) -%}
    {{ exceptions.raise_compiler_error(
        "The event files under '" ~ path ~ "' can only be read by DuckDB. On " ~ target.type
        ~ " load them into tables of one schema and name it in the var: events_path:"
        ~ " 'schema:<name>'."
    ) }}
{%- endmacro -%}

{#- Nothing of a file is read for this. Times are told in whole seconds, so what was written in this
    one may be written again in it: it is read once more by the next build. What writers leave half
    done begins with _ or a dot. A file is named in the query that reads it, so dbt has to ask which
    there are. -#}
{%- macro duckdb__event_files(path, table) -%}
    {%- set folder = path.rstrip('/') -%}
    {%- set files = {} -%}
    {%- for row in run_query(
        "select filename, cast(size as varchar) || ' ' || cast(epoch_us(last_modified) as varchar)"
        ~ " || case when last_modified > now() - interval 2 second then ' just now' else '' end"
        ~ " as state from read_blob('" ~ folder ~ '/' ~ table ~ "/**') order by filename"
    ).rows if row['filename'].lower().endswith('.parquet')
        and not modules.re.search('/[_.]', row['filename'][folder | length:]) -%}
        {%- do files.update({row['filename']: row['state']}) -%}
    {%- endfor -%}
    {{ return(files) }}
{%- endmacro -%}


{#- Files by the columns that they have: [{'columns': {name: type in lower case}, 'files': [file]}];
    what is nested in a column is none. Each file's columns come as one text, as there are many
    files and few layouts. -#}
{%- macro event_file_layouts(files) -%}
    {%- set layouts = {} -%}
    {%- for row in run_query(
        "select file_name, string_agg(lower(name) || chr(9)"
        ~ " || coalesce(lower(duckdb_type), 'nested') || chr(9) || coalesce(num_children, 0),"
        ~ ' chr(10) order by place) as layout'
        ~ ' from (select *, row_number() over () as place from parquet_schema(['
        ~ ad_metrics._file_literals(files) ~ '])) group by file_name order by file_name'
    ).rows -%}
        {%- do layouts.setdefault(row['layout'], []).append(row['file_name']) -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- for layout, files_of_it in layouts.items() -%}
        {%- set columns = {} -%}
        {%- set walk = namespace(nested=0) -%}
        {#- The first line of a file is the whole of it. -#}
        {%- for line in layout.split('\n')[1:] -%}
            {%- set name, type, children = line.split('\t') -%}
            {%- if walk.nested -%}
                {%- set walk.nested = walk.nested - 1 + children | int -%}
            {%- else -%}
                {%- do columns.update({name: type}) -%}
                {%- set walk.nested = children | int -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do found.append({'columns': columns, 'files': files_of_it}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}


{#- Loads as one relation; each row has its file's name in raw_file, and null for a column that its
    file does not have. Columns that are of several types in the files of the log are texts, as each
    file would write them. -#}
{%- macro event_file_relation(about, loads) -%}
    {%- set layouts = {} -%}
    {%- for file in ad_metrics._files_of(about, loads) -%}
        {%- set casts = {} -%}
        {%- for name in about.mixed -%}
            {%- do casts.update({name: about.columns_of_files[file].get(name)}) -%}
        {%- endfor -%}
        {%- set layout = layouts.setdefault(tojson(casts), {'casts': casts, 'files': []}) -%}
        {%- do layout.files.append(file) -%}
    {%- endfor -%}
    (
        {%- for layout in layouts.values() %}
        select *
        {%- if layout.casts.values() | select | list %} replace (
            {%- for name, type in layout.casts.items() if type %}
            {{ ad_metrics.raw_file_text(adapter.quote(name), type) }} as {{ adapter.quote(name) }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        )
        {%- endif %}
        from read_parquet(
            [{{ ad_metrics._file_literals(layout.files) }}],
            union_by_name = true, filename = 'raw_file', hive_partitioning = false
        )
        {{ 'union all by name' if not loop.last }}
        {%- endfor %}
    ) as event_files
{%- endmacro -%}


{%- macro _files_of(about, loads) -%}
    {%- set files = [] -%}
    {%- for load in loads -%}
        {%- if load not in about.files -%}
            {{ exceptions.raise_compiler_error(
                'Source ad_events: the file ' ~ about.prefix ~ load
                ~ ' was there a moment ago, and is gone now. Build again.'
            ) }}
        {%- endif -%}
        {%- do files.append(about.files[load]) -%}
    {%- endfor -%}
    {{ return(files) }}
{%- endmacro -%}


{%- macro _file_literals(files) -%}
    {%- for file in files -%}
        '{{ file | replace("'", "''") }}'{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}
