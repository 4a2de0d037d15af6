-- What every table and column of the marts means, for whoever has the tables but not this project.
with

texts (table_name, column_name, data_type, description) as (
    values
    {{ ad_metrics.text_rows(ad_metrics.documentation_rows(), 4) | trim }}
)

select
    cast(table_name as {{ ad_metrics.type_text() }}) as table_name,
    cast(column_name as {{ ad_metrics.type_text() }}) as column_name,
    cast(data_type as {{ ad_metrics.type_text() }}) as data_type,
    cast(description as {{ ad_metrics.type_text() }}) as description
from texts
