{#- What dbt's YAML says of the tables beside this model, and of their columns: rows of table,
    column, type and description; none while dbt parses. -#}
{%- macro documentation_rows() -%}
    {%- set rows = [] -%}
    {%- for node in (graph.nodes.values() if execute else [])
        if node.resource_type == 'model' and node.schema == model.schema
        and (node.database or none) == (model.database or none) -%}
        {%- do rows.append((node.alias, none, none, node.description)) -%}
        {%- for column in node.columns.values() -%}
            {%- do rows.append((node.alias, column.name, column.data_type, column.description)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(rows | sort(attribute='0')) }}
{%- endmacro -%}
