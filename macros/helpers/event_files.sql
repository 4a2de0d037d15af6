{#- The Parquet files of one kind of event under a path, as {file: what tells this state of it from another}; only engines that read files
    themselves have it. -#}
{%- macro event_files(path, table) -%}
    {{ return(adapter.dispatch('event_files', 'ad_metrics')(path, table)) }}
{%- endmacro -%}

{%- macro default__event_files(path, table) -%}
    {{ exceptions.raise_compiler_error(
        "The event files under '" ~ path ~ "' can only be read by DuckDB. On " ~ target.type
        ~ " load them into tables of one schema and name it in the var: events_path: 'schema:<name>'."
    ) }}
{%- endmacro -%}

{#- Nothing of a file is read for this. Times are told in whole seconds, so what was written in this one may be written again in it: it is read
    once more by the next build. What writers leave half done begins with _ or a dot. -#}
{%- macro duckdb__event_files(path, table) -%}
    {%- set files = {} -%}
    {%- for row in run_query(
        "select filename, cast(size as varchar) || ' ' || cast(epoch_us(last_modified) as varchar)"
        ~ " || case when last_modified > now() - interval 2 second then ' just now' else '' end as state from read_blob('"
        ~ path.rstrip('/') ~ '/' ~ table ~ "/**/*.parquet') order by filename"
    ).rows if not modules.re.search('/[_.]', row['filename'][path.rstrip('/') | length:]) -%}
        {%- do files.update({row['filename']: row['state']}) -%}
    {%- endfor -%}
    {{ return(files) }}
{%- endmacro -%}


{#- The columns of each file, {file: {name: type in lower case}}; what is nested in a column is none. -#}
{%- macro event_file_columns(files) -%}
    {%- set columns = {} -%}
    {%- set walk = namespace(file=none, nested=0) -%}
    {%- for row in run_query(
        'select file_name, lower(name) as name, lower(duckdb_type) as type, coalesce(num_children, 0) as children from parquet_schema(['
        ~ ad_metrics._file_literals(files) ~ '])'
    ).rows -%}
        {%- if row['file_name'] != walk.file -%}
            {#- The first line of a file is the whole of it. -#}
            {%- do columns.update({row['file_name']: {}}) -%}
            {%- set walk.file = row['file_name'] -%}
            {%- set walk.nested = 0 -%}
        {%- elif walk.nested -%}
            {%- set walk.nested = walk.nested - 1 + row['children'] | int -%}
        {%- else -%}
            {%- do columns[walk.file].update({row['name']: row['type'] or 'nested'}) -%}
            {%- set walk.nested = row['children'] | int -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}


{#- Files as one relation; each row has its file's name in raw_file, and null for a column that its file does not have. Columns that are of several types in the
    files of the log are texts, as each file would write them. -#}
{%- macro event_file_relation(about, files) -%}
    {%- set layouts = {} -%}
    {%- for file in files -%}
        {%- set casts = {} -%}
        {%- for name in about.mixed -%}
            {%- do casts.update({name: about.columns_of_files[file].get(name)}) -%}
        {%- endfor -%}
        {%- do layouts.setdefault(tojson(casts), {'casts': casts, 'files': []}).files.append(file) -%}
    {%- endfor -%}
    (
        {%- for layout in layouts.values() %}
        select *
        {%- if layout.casts.values() | select | list %} replace (
            {%- for name, type in layout.casts.items() if type %}
            {{ ad_metrics.raw_file_text(adapter.quote(name), type) }} as {{ adapter.quote(name) }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
        {%- endif %}
        from read_parquet([{{ ad_metrics._file_literals(layout.files) }}], union_by_name = true, filename = 'raw_file', hive_partitioning = false)
        {{ 'union all by name' if not loop.last }}
        {%- endfor %}
    ) as event_files
{%- endmacro -%}


{%- macro _file_literals(files) -%}
    {%- for file in files -%}
        '{{ file | replace("'", "''") }}'{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}
