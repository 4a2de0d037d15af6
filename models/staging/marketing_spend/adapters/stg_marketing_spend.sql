{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='ephemeral') }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_marketing_spend') }}
    where verdict = 'staged'
)

select
    {{ ad_metrics.spend_columns({
        'date_day': 'date_day',
        'platform': 'platform',
        'account_id': 'account_id',
        'account_name': 'account_name',
        'campaign_id': 'campaign_id',
        'campaign_name': 'campaign_name',
        'ad_group_id': 'ad_group_id',
        'ad_group_name': 'ad_group_name',
        'ad_id': 'ad_id',
        'ad_name': 'ad_name',
        'country': 'country',
        'device': 'device',
        'currency': 'currency',
        'investment': 'coalesce(investment, investment_from_micros)',
        'impressions': 'impressions',
        'clicks': 'clicks',
        'conversions': 'conversions',
        'conversion_type': 'conversion_type',
        'attribution_window': 'attribution_window',
        'conversion_value': 'coalesce(conversion_value, conversion_value_from_micros)',
        'reach': 'reach',
    }) }}
from accepted
