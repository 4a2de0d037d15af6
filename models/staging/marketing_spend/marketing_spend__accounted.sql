{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
-- Several tables and files bring spend, so the marts are compared to all of them together.
{%- set of_platforms = [] %}
{%- set counts = {} %}
{%- for count in ad_metrics.spend_counts() %}
{%- do counts.update({count: count}) %}
{%- endfor %}
{%- set tables = [{
    'table': 'raw_table',
    'names_tables': true,
    'model': ref('ad_metrics', 'int_marketing_spend__judged'),
    'currency': 'currency',
    'counts': counts,
    'amounts': {
        'investment': 'investment',
        'conversion_value': 'conversion_value',
    },
}] %}
{%- for adapter in ad_metrics.spend_adapters() %}
{%- do of_platforms.append(adapter.table) %}
{%- endfor %}
{#- The others carry names. #}
{%- for judged in ad_metrics.judged_tables('marketing_spend') if judged.table not in of_platforms %}
{%- do tables.append(judged) %}
{%- endfor %}
{%- set has = {
    'raw_table': "'all'",
    'load_name': "'all'",
    'measure': 'measure',
    'currency': 'currency',
    'is_in_marts': 'true',
} %}
{%- set of_table = {'is_in_marts': 'false'} %}
{%- for column in ad_metrics.interface().accounted.columns if column not in of_table %}
{%- do of_table.update({column: column}) %}
{%- do has.update({column: 'sum(' ~ column ~ ')'}) if column.endswith('_total') %}
{%- endfor %}
with

loads as (
    {{ ad_metrics.accounted_of(tables) }}
)

select
    {{ ad_metrics.output('accounted', of_table) }}
from loads

union all

select
    {{ ad_metrics.output('accounted', has) }}
from loads
where measure <> 'rows'
group by measure, currency
