{#- The query that finds every difference between a raw table and the sender's control totals: a
    file control_totals.csv beside the extract, with a header `table,rows,<column>,...` and a line a
    table. An empty cell is not checked. No file, no difference. -#}
{%- macro control_totals(source_name, table) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set checks = [] -%}
    {%- set path_var = ad_metrics.raw_source(source_name).path -%}
    {%- set path = ad_metrics.raw_path(path_var) if path_var -%}
    {%- for file in (ad_metrics.raw_files(path) if execute and path else [])
        if file.split('/')[-1] | lower == 'control_totals.csv' -%}
        {%- do checks.extend(ad_metrics._checks_of_totals(source_name, table, file)) -%}
    {%- endfor -%}
    {%- if not checks -%}
        {%- do checks.append(ad_metrics._check_of_total('', '', '0', '0')) -%}
    {%- endif -%}
    select
        'Source {{ source_name }}: ' || measure || ' of ' || raw_table || ' come to '
        || cast(found as {{ text }}) || ', control_totals.csv says '
        || cast(expected as {{ text }}) as problem
    from ({{ checks | join(' union all ') }}) as checked
    where found <> expected
{%- endmacro -%}


{#- A query for each total that the file tells of this table. -#}
{%- macro _checks_of_totals(source_name, table, file) -%}
    {%- set checks = [] -%}
    {%- set controls = run_query('select * from ' ~ ad_metrics.raw_file_relation(file)) -%}
    {%- set raw = ad_metrics.raw_table(source_name, table) -%}
    {{ ad_metrics._stop_at_totals_of_nothing(controls, raw, table, file) }}
    {%- for control in controls.rows if control['table'] in (table, raw.name) -%}
        {%- for column in controls.column_names if column != 'table' and control[column] -%}
            {%- set expected = control[column] | string -%}
            {%- if not modules.re.fullmatch('[0-9]{1,27}([.][0-9]{1,9})?', expected) -%}
                {{ exceptions.raise_compiler_error(
                    'The file ' ~ file ~ ' says ' ~ expected ~ ' for ' ~ column ~ ' of ' ~ table
                    ~ '. A control total is a number with at most nine decimals.'
                ) }}
            {%- elif column != 'rows' and column not in raw.columns -%}
                {{ exceptions.raise_compiler_error(
                    'The file ' ~ file ~ ' has a total of ' ~ column ~ ', a column that the '
                    ~ raw.place ~ ' does not have.'
                ) }}
            {%- endif -%}
            {%- set found = 'count(*)' if column == 'rows'
                else ad_metrics._sum_of_raw(adapter.quote(column)) -%}
            {%- do checks.append(
                ad_metrics._check_of_total(table, column, expected, found) ~ ' from ' ~ raw.sql
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(checks) }}
{%- endmacro -%}


{#- Raises an error where the file is none of totals, or has totals of what is not beside it. -#}
{%- macro _stop_at_totals_of_nothing(controls, raw, table, file) -%}
    {%- if 'table' not in controls.column_names -%}
        {{ exceptions.raise_compiler_error(
            'The file ' ~ file ~ ' has no column table. Its header is table,rows,<column>,... and'
            ~ ' its separator a comma.'
        ) }}
    {%- endif -%}
    {%- set name = raw.name or table -%}
    {%- set prefix = name[:name | length - table | length] -%}
    {%- for control in controls.rows if raw.names and control['table'] not in raw.names
        and prefix ~ control['table'] not in raw.names -%}
        {{ exceptions.raise_compiler_error(
            'The file ' ~ file ~ ' has totals of ' ~ control['table'] ~ ', of which there is no'
            ~ ' file beside it. Correct the name or add the file.'
        ) }}
    {%- endfor -%}
{%- endmacro -%}


{%- macro _check_of_total(table, column, expected, found) -%}
    {%- set total = ad_metrics.type_decimal(38, 9) -%}
    {{ return(
        "select '" ~ table ~ "' as raw_table, '" ~ column ~ "' as measure, cast(" ~ expected
        ~ ' as ' ~ total ~ ') as expected, cast(' ~ found ~ ' as ' ~ total ~ ') as found'
    ) }}
{%- endmacro -%}


{#- The sum of the numbers in a raw column, as they stand. -#}
{%- macro _sum_of_raw(column) -%}
    {%- set text = 'cast(' ~ column ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
    {%- set is_number = ad_metrics.matches(text, '-?[0-9]{1,27}([.][0-9]{1,9})?') -%}
    {%- set number = 'cast(' ~ text ~ ' as ' ~ ad_metrics.type_decimal(38, 9) ~ ')' -%}
    {{ return('coalesce(sum(case when ' ~ is_number ~ ' then ' ~ number ~ ' end), 0)') }}
{%- endmacro -%}
