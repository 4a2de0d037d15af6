{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
with

ads as (select * from {{ ref('ad_metrics', 'int_marketing_spend__ads') }})

select
    {{ ad_metrics.output('campaigns', {
        'campaign_id': 'campaign_id',
        'campaign_name': 'campaign_name',
        'advertiser_id': 'advertiser_id',
        'advertiser_name': 'advertiser_name',
        'platform': 'platform',
        'account_id': 'account_id',
        'account_name': 'account_name',
        'platform_campaign_id': 'platform_campaign_id',
        'currency': 'currency',
    }) }}
from {{ ad_metrics.latest_version(
    'ads', 'campaign_id', 'last_day desc, campaign_name, currency'
) }} as latest
