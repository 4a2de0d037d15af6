{%- set columns = ['table_name', 'column_name', 'data_type', 'description'] %}
-- What every table and column of the marts means, for whoever has the tables but not this project.
with

texts as (
    {{ ad_metrics.text_table(ad_metrics.documentation_rows(), columns) }}
)

select
    cast(table_name as {{ ad_metrics.type_text() }}) as table_name,
    cast(column_name as {{ ad_metrics.type_text() }}) as column_name,
    cast(data_type as {{ ad_metrics.type_text() }}) as data_type,
    cast(description as {{ ad_metrics.type_text() }}) as description
from texts
