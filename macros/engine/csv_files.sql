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
                        'Its values are separated by ' ~ name ~ '. Save it as CSV in UTF-8,'
                        ~ ' separated by commas, with a decimal point in numbers.'
                    ) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(hints | join(' ') or none) }}
{%- endmacro -%}
