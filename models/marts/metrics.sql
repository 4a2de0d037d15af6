{{ config(post_hook="{{ ad_metrics.create_rate_functions() }}") }}
-- What every measure and rate is called, means and is worked out by, for whoever has the tables but
-- not this project; and the SQL functions of the rates.
{%- set columns = [
    'name', 'label', 'aliases', 'description', 'formula', 'unit', 'format', 'better', 'additive',
    'inputs', 'owner', 'certified_by', 'sql', 'function_sql',
] %}
{%- set text = ad_metrics.type_text() %}

with

catalogue as (
    {{ ad_metrics.text_table(ad_metrics.metric_rows(columns), columns) }}
)

select
    cast(name as {{ text }}) as name,
    cast(label as {{ text }}) as label,
    cast(aliases as {{ text }}) as aliases,
    cast(description as {{ text }}) as description,
    cast(formula as {{ text }}) as formula,
    cast(unit as {{ text }}) as unit,
    cast(format as {{ text }}) as format,
    cast(better as {{ text }}) as better,
    cast(additive as boolean) as additive,
    cast(inputs as {{ text }}) as inputs,
    cast(owner as {{ text }}) as owner,
    cast(certified_by as {{ text }}) as certified_by,
    cast(sql as {{ text }}) as sql,
    cast(function_sql as {{ text }}) as function_sql
from catalogue
