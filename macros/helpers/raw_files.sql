{#- The files of a folder, as a list of paths; only engines that read files themselves have it. -#}
{%- macro raw_files(path) -%}
    {{ return(adapter.dispatch('raw_files', 'ad_metrics')(path)) }}
{%- endmacro -%}

{%- macro default__raw_files(path) -%}
    {{ exceptions.raise_compiler_error(
        "The files under '" ~ path ~ "' can only be read by DuckDB. On " ~ target.type ~
        ' load them into a schema and name it in the var that ends with _schema.'
    ) }}
{%- endmacro -%}

{%- macro duckdb__raw_files(path) -%}
    {%- set found = run_query("select file from glob('" ~ path.rstrip('/') ~ "/*') order by file") -%}
    {{ return(found.columns[0].values() | list) }}
{%- endmacro -%}


{#- A file as something to select from. Nothing is guessed but the header: all values of a CSV file
    arrive as text, NULL is \N as MySQL writes it, and an empty cell is an empty text. -#}
{%- macro raw_file_relation(file) -%}
    {%- if file.lower().endswith('.parquet') -%}
        read_parquet('{{ file }}')
    {%- else -%}
        read_csv(
            '{{ file }}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"',
            nullstr = '\N'
        )
    {%- endif -%}
{%- endmacro -%}


{#- The columns of a file, name to type in lower case. -#}
{%- macro raw_file_columns(file) -%}
    {%- set columns = {} -%}
    {%- for row in run_query('describe select * from ' ~ ad_metrics.raw_file_relation(file)).rows -%}
        {%- do columns.update({row[0] | lower: row[1] | lower}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}
