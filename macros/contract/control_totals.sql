{#- The query that finds every difference between a raw table and the sender's control totals: a file
    control_totals.csv beside the extract, with a header `table,rows,<column>,...` and a line a table. An empty cell
    is not checked. No file, no difference. -#}
{%- macro control_totals(source_name, table) -%}
    {%- set checks = [] -%}
    {%- set total = ad_metrics.type_decimal(38, 9) -%}
    {%- set path_var = ad_metrics.raw_source(source_name).path -%}
    {%- set path = ad_metrics.raw_path(path_var) if path_var -%}
    {%- if execute and path -%}
        {%- for file in ad_metrics.raw_files(path) if file.split('/')[-1] | lower == 'control_totals.csv' -%}
            {%- set controls = run_query('select * from ' ~ ad_metrics.raw_file_relation(file)) -%}
            {%- set raw = ad_metrics.raw_table(source_name, table) -%}
            {%- if 'table' not in controls.column_names -%}
                {{ exceptions.raise_compiler_error(
                    'The file ' ~ file ~ ' has no column table. Its header is table,rows,<column>,... and'
                    ~ ' its separator a comma.'
                ) }}
            {%- endif -%}
            {%- set prefix = (raw.name or table)[:(raw.name or table) | length - table | length] -%}
            {%- for control in controls.rows if raw.names -%}
                {%- if control['table'] not in raw.names and prefix ~ control['table'] not in raw.names -%}
                    {{ exceptions.raise_compiler_error(
                        'The file ' ~ file ~ ' has totals of ' ~ control['table'] ~ ', of which there is no'
                        ~ ' file beside it. Correct the name or add the file.'
                    ) }}
                {%- endif -%}
            {%- endfor -%}
            {%- for control in controls.rows if control['table'] in (table, raw.name) -%}
                {%- for column in controls.column_names if column != 'table' and control[column] -%}
                    {%- set expected = control[column] | string -%}
                    {%- if not modules.re.fullmatch('[0-9]{1,27}([.][0-9]{1,9})?', expected) -%}
                        {{ exceptions.raise_compiler_error(
                            'The file ' ~ file ~ ' says ' ~ expected ~ ' for ' ~ column ~ ' of ' ~ table
                            ~ '. A control total is a number with at most nine decimals.'
                        ) }}
                    {%- endif -%}
                    {%- if column != 'rows' and column not in raw.columns -%}
                        {{ exceptions.raise_compiler_error(
                            'The file ' ~ file ~ ' has a total of ' ~ column ~ ', a column that the ' ~ raw.place
                            ~ ' does not have.'
                        ) }}
                    {%- endif -%}
                    {%- set text = 'cast(' ~ adapter.quote(column) ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
                    {%- set number = 'case when ' ~ ad_metrics.matches(text, '-?[0-9]{1,27}([.][0-9]{1,9})?')
                        ~ ' then cast(' ~ text ~ ' as ' ~ total ~ ') end' -%}
                    {%- do checks.append(
                        "select '" ~ table ~ "' as raw_table, '" ~ column ~ "' as measure, cast(" ~ expected
                        ~ ' as ' ~ total ~ ') as expected, cast('
                        ~ ('count(*)' if column == 'rows' else 'coalesce(sum(' ~ number ~ '), 0)')
                        ~ ' as ' ~ total ~ ') as found from ' ~ raw.sql
                    ) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if not checks -%}
        {%- do checks.append(
            "select '' as raw_table, '' as measure, cast(0 as " ~ total ~ ") as expected, cast(0 as " ~ total ~ ') as found'
        ) -%}
    {%- endif -%}
    select
        'Source {{ source_name }}: ' || measure || ' of ' || raw_table || ' come to '
        || cast(found as {{ ad_metrics.type_text() }}) || ', control_totals.csv says '
        || cast(expected as {{ ad_metrics.type_text() }}) as problem
    from ({{ checks | join(' union all ') }}) as checked
    where found <> expected
{%- endmacro -%}
