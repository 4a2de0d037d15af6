-- What the events of a UTC day were counted by, by campaign.
with

campaign_days as (
    select *
    from {{ ref('int_ad_events__campaign_days') }}
    where campaign_id is not null
),

campaigns as (select * from {{ ref('int_ad_events__campaigns') }})

select
    'ad_events' as source,
    campaign_days.utc_day,
    campaign_days.campaign_id,
    {{ ad_metrics.event_currency('campaign_days') }} as currency,
    campaign_days.judged_in || ' ' || coalesce(campaigns.currency, '') as fingerprint
from campaign_days
left join campaigns on campaign_days.campaign_id = campaigns.campaign_id
