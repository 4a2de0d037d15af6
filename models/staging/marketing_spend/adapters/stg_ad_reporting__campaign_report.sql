{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='ephemeral') }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_ad_reporting__campaign_report') }}
    where verdict = 'staged'
)

select
    {{ ad_metrics.spend_columns({
        'date_day': 'date_day',
        'platform': 'platform',
        'account_id': "coalesce(account_id, 'unknown')",
        'account_name': 'account_name',
        'campaign_id': "coalesce(campaign_id, 'unknown')",
        'campaign_name': 'campaign_name',
        'investment': 'investment',
        'impressions': 'impressions',
        'clicks': 'clicks',
        'conversions': 'conversions',
        'conversion_value': 'conversion_value',
    }) }}
from accepted
