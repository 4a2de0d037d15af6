{#- The files of a folder, or those that a path or pattern names, as a list of paths; only engines
    that read files themselves have it. -#}
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
    {%- set found = run_query("select file from glob('" ~ path.rstrip('/') ~ "/*') order by file").columns[0].values() | list -%}
    {%- if not found -%}
        {%- set found = run_query("select file from glob('" ~ path ~ "') order by file").columns[0].values() | list -%}
    {%- endif -%}
    {{ return(found) }}
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
            [{{ literals | join(', ') }}], auto_detect = false, header = true, columns = { {{- columns | join(', ') -}} },
            delim = ',', quote = '"', escape = '"', nullstr = '\N'{{ options }}
        )
    {%- endif -%}
{%- endmacro -%}


{#- The names of a CSV file's columns. One without a name, as pandas writes its index, is named by
    its place; one whose name was there before is `<name> (2)`. -#}
{%- macro _csv_header(file) -%}
    {{ ad_metrics._stop_at_utf_16(file) }}
    {%- set lines = ad_metrics._first_lines(file, 1) -%}
    {%- set names = [] -%}
    {%- set times = {} -%}
    {%- for quoted, plain in modules.re.findall(
        '(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))', lines[0] if lines else ''
    ) -%}
        {%- set name = ((quoted or '').replace('""', '"') or plain or '') | trim
            or 'column' ~ loop.index0 -%}
        {%- do times.update({name | lower: times.get(name | lower, 0) + 1}) -%}
        {%- do names.append(
            name ~ ' (' ~ times[name | lower] ~ ')' if times[name | lower] > 1 else name
        ) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}


{#- The lines of CSV files, one a row, whatever stands in them. -#}
{%- macro _csv_lines(files, skip_broken=false) -%}
    {%- set literals = [] -%}
    {%- for file in files -%}
        {%- do literals.append(ad_metrics.text_literal(file)) -%}
    {%- endfor -%}
    read_csv(
        [{{ literals | join(', ') }}], auto_detect = false, header = false,
        columns = {'line': 'varchar'}, delim = chr(31), quote = '', escape = '',
        strict_mode = false, ignore_errors = {{ skip_broken | lower }}, filename = 'raw_file'
    )
{%- endmacro -%}


{%- macro _first_lines(file, number, skip_broken=false) -%}
    {%- set lines = [] -%}
    {%- for line in run_query(
        'select line from ' ~ ad_metrics._csv_lines([file], skip_broken) ~ ' limit ' ~ number
    ).columns[0].values() -%}
        {%- do lines.append(line or '') -%}
    {%- endfor -%}
    {{ return(lines) }}
{%- endmacro -%}


{#- Raises an error where a file is in UTF-16, as spreadsheets save "Unicode text". -#}
{%- macro _stop_at_utf_16(file) -%}
    {#- Read as UTF-8, every other byte of it is empty; what is no UTF-8 at all is passed over
        here. -#}
    {%- for line in ad_metrics._first_lines(file, 2, skip_broken=true) -%}
        {%- if '\u0000' in line -%}
            {{ exceptions.raise_compiler_error(
                'The file ' ~ file ~ ' is in UTF-16. Save it as CSV in UTF-8, separated by commas.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}


{#- What to do about a file whose first line is not the header with these columns, in words: where
    it is further down, or written with another separator. None where it is nowhere. -#}
{%- macro csv_hint(file, columns) -%}
    {{ return(adapter.dispatch('csv_hint', 'ad_metrics')(file, columns)) }}
{%- endmacro -%}

{%- macro default__csv_hint(file, columns) -%}{{ return(none) }}{%- endmacro -%}

{%- macro duckdb__csv_hint(file, columns) -%}
    {%- if file.lower().endswith('.parquet') -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set separators = {
        ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars'
    } -%}
    {%- set hints = [] -%}
    {%- for line in ad_metrics._first_lines(file, 30) -%}
        {%- set number = loop.index -%}
        {%- for separator, name in separators.items() if not hints -%}
            {%- set names = [] -%}
            {%- for cell in line.lower().split(separator) -%}
                {%- do names.append(cell | trim | replace('"', '') | trim) -%}
            {%- endfor -%}
            {#- A header may lack some of them, as of two columns either is enough. -#}
            {%- if columns | select('in', names) | list | length * 2 >= columns | length -%}
                {%- if number > 1 -%}
                    {%- do hints.append(
                        'Its header is in line ' ~ number ~ '. Delete what stands above it.'
                    ) -%}
                {%- endif -%}
                {%- if separator != ',' -%}
                    {%- do hints.append(
                        'Its values are separated by ' ~ name ~ '. Save it as CSV in UTF-8, separated'
                        ~ ' by commas, with a decimal point in numbers.'
                    ) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(hints | join(' ') or none) }}
{%- endmacro -%}


{#- A file's name without its folder and what matches the pattern at its end, of SQL for its
    path. -#}
{%- macro raw_file_name(path, ending) -%}
    {{ return(
        "regexp_replace(regexp_replace(" ~ path ~ ", '^.*/', ''), '" ~ ending ~ "', '', 'i')"
    ) }}
{%- endmacro -%}


{#- The lines of the CSV files of a raw table in which its rejected rows stand, as a query over the
    judged rows: raw_hash, load_name, raw_line. Files are only gone through where there are some. A
    row begins in a line before which all quotes are closed. -#}
{%- macro raw_lines(raw, names, judged_rows) -%}
    {%- set values = [] -%}
    {%- for name in names -%}
        {%- do values.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {%- for part in raw.csv_parts %}
    select
        records.raw_hash,
        records.load_name,
        min(starts.raw_line) as raw_line
    from (
        select
            raw_hash,
            load_name
        from {{ judged_rows }}
        where raw_hash is not null
    ) as wanted
    inner join (
        select
            {{ ad_metrics.row_hash(values) }} as raw_hash,
            {{ raw.load }} as load_name,
            record
        from (
            select
                {{ part['values'] | join(', ') }},
                raw_file,
                row_number() over () as record
            from {{ ad_metrics.raw_file_relation(part.files) }}
        ) as numbered
    ) as records
        on wanted.raw_hash = records.raw_hash and wanted.load_name = records.load_name
    inner join (
        select
            raw_line,
            row_number() over (order by global_line) as record
        from (
            select
                *,
                min(global_line) over (partition by raw_file) as header_line
            from (
                select
                    *,
                    row_number() over (partition by raw_file order by global_line) as raw_line,
                    coalesce(sum(quotes) over (
                        partition by raw_file order by global_line
                        rows between unbounded preceding and 1 preceding
                    ), 0) as quotes_before
                from (
                    select
                        raw_file,
                        line,
                        row_number() over () as global_line,
                        length(line) - length(replace(line, '"', '')) as quotes
                    from {{ ad_metrics._csv_lines(part.files) }}
                ) as lines
            ) as counted
            where mod(quotes_before, 2) = 0 and line <> ''
        ) as beginnings
        where global_line > header_line
    ) as starts on records.record = starts.record
    group by records.raw_hash, records.load_name
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro -%}


{#- A typed column of a file as text, as a CSV file would have it: a float without .0 and without an
    exponent. -#}
{%- macro raw_file_text(value, type) -%}
    {%- set text = 'cast(' ~ value ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
    {%- if type in ('double', 'float') -%}
        case
            when {{ value }} = floor({{ value }}) and abs({{ value }}) < 1e15 then cast(try_cast({{ value }} as bigint) as {{ ad_metrics.type_text() }})
            when {{ text }} like '%e-%' then cast(try_cast({{ text }} as decimal(38, 30)) as {{ ad_metrics.type_text() }})
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
        {%- for row in run_query('describe select * from ' ~ ad_metrics.raw_file_relation(file)).rows -%}
            {%- do columns.update({row[0] | lower: row[1] | lower}) -%}
        {%- endfor -%}
    {%- else -%}
        {%- for name in ad_metrics._csv_header(file) -%}
            {%- do columns.update({name | lower: 'varchar'}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro -%}
