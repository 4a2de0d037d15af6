{#- The files of a folder, or those that a path or pattern names, as a list of paths; only engines
    that read files themselves have it. -#}
{%- macro raw_files(path) -%}
    {{ return(adapter.dispatch('raw_files', 'ad_metrics')(path)) }}
{%- endmacro -%}

{%- macro default__raw_files(path) -%}
    {{ exceptions.raise_compiler_error(
        "The files under '" ~ path ~ "' can only be read by DuckDB. On " ~ target.type
        ~ " load them into tables of one schema and name it in the var: schema:<name>."
    ) }}
{%- endmacro -%}

{%- macro duckdb__raw_files(path) -%}
    {%- for pattern in [path.rstrip('/') ~ '/*', path] -%}
        {%- set found = run_query("select file from glob('" ~ pattern ~ "') order by file") -%}
        {%- if found.rows -%}
            {{ return(found.columns[0].values() | list) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return([]) }}
{%- endmacro -%}


{#- A file, or a list of files that are alike, as something to select from; each row of a list has
    its file's name in `raw_file`. Nothing of a CSV file is guessed, as a guess may pass over lines:
    those above a second header, or that begin with #. All its values arrive as text, NULL is \N as
    MySQL writes it, and an empty cell is an empty text. -#}
{%- macro raw_file_relation(files) -%}
    {%- set literals = [] -%}
    {%- for file in ([files] if files is string else files) -%}
        {%- do literals.append(ad_metrics.text_literal(file)) -%}
    {%- endfor -%}
    {%- set options = '' if files is string else ", filename = 'raw_file'" -%}
    {%- set file = files if files is string else files[0] -%}
    {%- if file.lower().endswith('.parquet') -%}
        read_parquet([{{ literals | join(', ') }}]{{ options }})
    {%- else -%}
        {%- set columns = [] -%}
        {%- for name in ad_metrics._csv_header(file) -%}
            {%- do columns.append(ad_metrics.text_literal(name) ~ ": 'varchar'") -%}
        {%- endfor -%}
        read_csv(
            [{{ literals | join(', ') }}], auto_detect = false, header = true,
            columns = { {{- columns | join(', ') -}} },
            delim = ',', quote = '"', escape = '"', nullstr = '\N'{{ options }}
        )
    {%- endif -%}
{%- endmacro -%}


{#- A file's name without its folder and what matches the pattern at its end, of SQL for its
    path. -#}
{%- macro raw_file_name(path, ending) -%}
    {{ return(
        "regexp_replace(regexp_replace(" ~ path ~ ", '^.*/', ''), '" ~ ending ~ "', '', 'i')"
    ) }}
{%- endmacro -%}


{#- A typed column of a file as text, as a CSV file would have it: a float without .0 and without an
    exponent. -#}
{%- macro raw_file_text(value, type) -%}
    {%- set text = 'cast(' ~ value ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
    {%- if type in ('double', 'float') -%}
        case
            when {{ value }} = floor({{ value }}) and abs({{ value }}) < 1e15
                then cast(try_cast({{ value }} as bigint) as {{ ad_metrics.type_text() }})
            when {{ text }} like '%e-%'
                then cast(try_cast({{ text }} as decimal(38, 30)) as {{ ad_metrics.type_text() }})
            else {{ text }}
        end
    {%- elif type in ('timestamp_ns', 'timestamp_ms', 'timestamp_s') -%}
        cast(cast({{ value }} as timestamp) as {{ ad_metrics.type_text() }})
    {%- elif 'with time zone' in type -%}
        cast({{ ad_metrics.zoned_to_utc(value) }} as {{ ad_metrics.type_text() }})
    {%- else -%}
        {{ text }}
    {%- endif -%}
{%- endmacro -%}


{#- The columns of a file, name to type in lower case. -#}
{%- macro raw_file_columns(file) -%}
    {%- set columns = {} -%}
    {%- if file.lower().endswith('.parquet') -%}
        {%- for row in run_query(
            'describe select * from ' ~ ad_metrics.raw_file_relation(file)
        ).rows -%}
            {%- do columns.update({row[0] | lower: row[1] | lower}) -%}
        {%- endfor -%}
    {%- else -%}
        {%- for name in ad_metrics._csv_header(file) -%}
            {%- do columns.update({name | lower: 'varchar'}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro -%}
