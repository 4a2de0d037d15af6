{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='ephemeral') }}
{%- set columns = {} %}
{%- for name in [
    'date_day', 'platform', 'account_id', 'account_name', 'campaign_id', 'campaign_name',
    'ad_group_id', 'ad_group_name', 'ad_id', 'ad_name', 'country', 'device', 'currency',
    'conversion_type', 'attribution_window', 'reach',
] + ad_metrics.spend_measures() %}
{%- do columns.update({name: name}) %}
{%- endfor %}
{%- do columns.update({
    'investment': 'coalesce(investment, investment_from_micros)',
    'conversion_value': 'coalesce(conversion_value, conversion_value_from_micros)',
}) %}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_marketing_spend') }}
    where verdict = 'staged'
)

select
    {{ ad_metrics.spend_columns(columns) }}
from accepted
