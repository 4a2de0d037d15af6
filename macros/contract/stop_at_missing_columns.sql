{#- Raises an error where a table, or one of its files, lacks a column that it must have. -#}
{%- macro stop_at_missing_columns(source_name, raw, columns) -%}
    {%- for part in raw.parts -%}
        {%- set said = 'Source ' ~ source_name ~ ': the ' ~ part.place -%}
        {%- set missing = [] -%}
        {%- for column in columns -%}
            {%- if column.raw in part.columns and column.other in part.columns -%}
                {{ exceptions.raise_compiler_error(
                    said ~ ' has both ' ~ column.raw ~ ' and ' ~ column.other
                    ~ '. Keep the one that is meant.'
                ) }}
            {%- elif column.raw ~ ' (2)' in part.columns
                or column.other ~ ' (2)' in part.columns -%}
                {{ exceptions.raise_compiler_error(
                    said ~ ' has the column ' ~ column.raw
                    ~ ' more than once. Keep the one that is meant.'
                ) }}
            {%- elif not column.optional and column.raw not in part.columns
                and column.other not in part.columns -%}
                {%- do missing.append(column.raw) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if missing -%}
            {%- set hint = ad_metrics.csv_hint(part.files[0], missing) if part.files else none -%}
            {{ exceptions.raise_compiler_error(
                said ~ ' has no column ' ~ missing | join(', ') ~ '. ' ~ (hint or (
                    'It has ' ~ part.columns | join(', ') ~ '. If the source renamed a column,'
                    ~ ' change it in ' ~ model.original_file_path
                    ~ '; if the header line is missing, export the table with one; values are'
                    ~ ' separated by commas.'
                ))
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
