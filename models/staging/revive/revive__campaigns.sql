{{ config(enabled=ad_metrics.is_on('revive')) }}
{%- set currency = "'" ~ ad_metrics.setting('revive_currency') ~ "'" %}
with

campaigns as (select * from {{ ref('ad_metrics', 'stg_revive__campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'stg_revive__clients') }})

select
    {{ ad_metrics.output('campaigns', {
        'campaign_id': 'campaigns.campaign_id',
        'campaign_name': 'campaigns.campaign_name',
        'advertiser_id': "coalesce(advertisers.advertiser_id, 'unknown')",
        'advertiser_name': "coalesce(advertisers.advertiser_name, 'Unknown advertiser')",
        'pricing_model': 'campaigns.pricing_model',
        'rate': 'campaigns.rate',
        'is_rate_readable': 'campaigns.is_rate_readable',
        'rate_updated_at': 'campaigns.updated_at',
        'currency': currency,
        'status': 'campaigns.status',
        'priority': 'campaigns.priority',
        'priority_level': 'campaigns.priority_level',
        'booked_impressions': 'campaigns.booked_impressions',
        'booked_clicks': 'campaigns.booked_clicks',
        'booked_conversions': 'campaigns.booked_conversions',
        'starts_at': 'campaigns.starts_at',
        'ends_at': 'campaigns.ends_at',
        'is_deleted_at_source': 'campaigns.is_deleted_at_source',
    }) }}
from campaigns
left join advertisers on campaigns.advertiser_id = advertisers.advertiser_id

union all

-- Whose delivery is of a banner or a campaign that the server does not have.
select
    {{ ad_metrics.output('campaigns', {
        'campaign_id': "'unknown'",
        'campaign_name': "'Unknown campaign'",
        'currency': currency,
    }) }}
