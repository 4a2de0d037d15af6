{#- How dbt loads a seed into Spark. dbt's own way has Spark work out a cast for every single value,
    which takes ten times as long. -#}
{%- macro spark__load_csv_rows(model, agate_table) -%}
    {%- set overrides = model['config'].get('column_types', {}) -%}
    {%- set columns = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- set quoted = adapter.quote(name) -%}
        {%- set type = overrides.get(name, adapter.convert_type(agate_table, loop.index0)) -%}
        {%- do columns.append('cast(' ~ quoted ~ ' as ' ~ type ~ ') as ' ~ quoted) -%}
    {%- endfor -%}
    {%- set statements = [] -%}
    {%- for chunk in agate_table.rows | batch(5000) -%}
        {%- set sql -%}
            insert into {{ this }} select {{ columns | join(', ') }} from values
            {%- for row in chunk %} (
                {%- for value in row -%}
                    {{ ad_metrics.text_literal(value) if value is not none else 'null' }}
                    {{- ', ' if not loop.last }}
                {%- endfor -%}
            ){{ ',' if not loop.last }}{% endfor %} as rows (
            {%- for name in agate_table.column_names -%}
                {{ adapter.quote(name) }}{{ ', ' if not loop.last }}
            {%- endfor -%} )
        {%- endset -%}
        {%- do adapter.add_query(sql, abridge_sql_log=true) -%}
        {%- do statements.append(sql) if loop.first -%}
    {%- endfor -%}
    {{ return(statements[0]) }}
{%- endmacro -%}
