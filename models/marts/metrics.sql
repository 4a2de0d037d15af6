{{ config(post_hook="{{ ad_metrics.create_rate_functions() }}") }}
-- What every measure and rate is called, means and is worked out by, for whoever has the tables but
-- not this project; and the SQL functions of the rates.
{%- set columns = [
    'name', 'label', 'aliases', 'description', 'formula', 'unit', 'format', 'additive', 'inputs',
    'owner', 'certified_by', 'sql', 'function_sql',
] %}
{%- set rows = [] %}
{%- for metric in (ad_metrics.metric_catalogue() if execute else []) %}
    {%- set row = [] %}
    {%- for column in columns %}
        {%- set value = metric[column] %}
        {%- do row.append(value | join(', ') if value is iterable and value is not string else value) %}
    {%- endfor %}
    {%- do rows.append(row) %}
{%- endfor %}

with

catalogue ({{ columns | join(', ') }}) as (
    values {{ ad_metrics.text_rows(rows, columns | length) }}
)

select
    {%- for column in columns %}
    cast({{ column }} as {{ 'boolean' if column == 'additive' else ad_metrics.type_text() }})
        as {{ column }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from catalogue
