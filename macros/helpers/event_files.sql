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
        ~ path.rstrip('/') ~ '/' ~ table ~ "/**') order by filename"
    ).rows if row['filename'].lower().endswith('.parquet') and not modules.re.search('/[_.]', row['filename'][path.rstrip('/') | length:]) -%}
        {%- do files.update({row['filename']: row['state']}) -%}
    {%- endfor -%}
    {{ return(files) }}
{%- endmacro -%}


{#- Files by the columns that they have: [{'columns': {name: type in lower case}, 'files': [file]}]; what is nested in a column is none. Each file's columns
    come as one text, as there are many files and few layouts. -#}
{%- macro event_file_layouts(files) -%}
    {%- set layouts = {} -%}
    {%- for row in run_query(
        "select file_name, string_agg(lower(name) || chr(9) || coalesce(lower(duckdb_type), 'nested') || chr(9) || coalesce(num_children, 0), chr(10) order by place) as layout"
        ~ ' from (select *, row_number() over () as place from parquet_schema([' ~ ad_metrics._file_literals(files) ~ '])) group by file_name order by file_name'
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


{#- raw_day, load_name and raw_rows of the files whose own statistics tell them: where of each row
    group the first and the last event are of one day. Such files need not be read to know their
    days. -#}
{%- macro event_file_days(about, loads) -%}
    {%- set times = {} -%}
    {%- for end in ['min', 'max'] -%}
        {%- do times.update({end: ad_metrics._event_day(
            about, 'cast(stats_' ~ end ~ '_value as ' ~ about.columns['event_at'] ~ ')'
        )}) -%}
    {%- endfor -%}
    select
        load_name,
        cast(first_day as varchar) as raw_day,
        cast(sum(row_group_num_rows) as bigint) as raw_rows
    from (
        select
            *,
            bool_and(
                coalesce(
                    first_day = last_day
                    and first_day <> cast('0001-01-01' as date)
                    and stats_null_count = 0,
                    false
                )
            ) over (partition by load_name) as is_told
        from (
            select
                substr(file_name, {{ about.prefix | length + 1 }}) as load_name,
                row_group_num_rows,
                stats_null_count,
                case when stats_min_value is not null then {{ times.min }} end as first_day,
                case when stats_max_value is not null then {{ times.max }} end as last_day
            from parquet_metadata([
                {{ ad_metrics._file_literals(ad_metrics._files_of(about, loads)) }}
            ])
            where lower(path_in_schema) = 'event_at'
        ) as row_groups
    ) as files
    where is_told
    group by 1, 2
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
        {%- do layouts.setdefault(tojson(casts), {'casts': casts, 'files': []}).files.append(file) -%}
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
        {%- do files.append(about.files[load]) -%}
    {%- endfor -%}
    {{ return(files) }}
{%- endmacro -%}


{%- macro _file_literals(files) -%}
    {%- for file in files -%}
        '{{ file | replace("'", "''") }}'{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}
