-- What every table and column of the marts means, for whoever has the tables but not this project.
{%- set texts = [] %}
{%- for node in graph.nodes.values()
    if node.resource_type == 'model' and node.schema == model.schema and node.database == model.database %}
    {%- do texts.append((node.alias, none, none, node.description)) %}
    {%- for column in node.columns.values() %}
        {%- do texts.append((node.alias, column.name, column.data_type, column.description)) %}
    {%- endfor %}
{%- endfor %}

with

texts (table_name, column_name, data_type, description) as (
    values
    {%- for text in texts | sort(attribute='0') %}
    (
        {%- for value in text -%}
        {{ dbt.string_literal(dbt.escape_single_quotes(value | trim)) if value else 'null' }}
        {%- if not loop.last %}, {% endif %}
        {%- endfor -%}
    )
    {%- if not loop.last %},{% endif %}
    {%- else %}
    (null, null, null, null)
    {%- endfor %}
)

select
    cast(table_name as {{ ad_metrics.type_text() }}) as table_name,
    cast(column_name as {{ ad_metrics.type_text() }}) as column_name,
    cast(data_type as {{ ad_metrics.type_text() }}) as data_type,
    cast(description as {{ ad_metrics.type_text() }}) as description
from texts
