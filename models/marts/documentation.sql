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
    values {{ ad_metrics.text_rows(texts | sort(attribute='0'), 4) }}
)

select
    cast(table_name as {{ ad_metrics.type_text() }}) as table_name,
    cast(column_name as {{ ad_metrics.type_text() }}) as column_name,
    cast(data_type as {{ ad_metrics.type_text() }}) as data_type,
    cast(description as {{ ad_metrics.type_text() }}) as description
from texts
