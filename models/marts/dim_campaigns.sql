with

campaigns as (select * from {{ ref('ad_metrics', 'int_campaigns') }})

select
    campaign_key,
    source,
    platform,
    account_id,
    account_name,
    campaign_id,
    platform_campaign_id,
    campaign_name,
    advertiser_key,
    pricing_model,
    rate,
    currency,
    status,
    priority,
    priority_level,
    booked_impressions,
    booked_clicks,
    booked_conversions,
    starts_at,
    ends_at,
    is_deleted_at_source
from campaigns
