{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What the events of a UTC day were counted by, by campaign.
with

campaign_days as (
    select *
    from {{ ref('ad_metrics', 'int_ad_events__campaign_days') }}
    where campaign_id is not null
),

campaigns as (select * from {{ ref('ad_metrics', 'int_ad_events__campaigns') }})

select
    {{ ad_metrics.output('days', {
        'utc_day': 'campaign_days.utc_day',
        'campaign_id': 'campaign_days.campaign_id',
        'currency': ad_metrics.event_currency('campaign_days'),
        'fingerprint': "campaign_days.judged_in || ' ' || coalesce(campaigns.currency, '')",
    }) }}
from campaign_days
left join campaigns on campaign_days.campaign_id = campaigns.campaign_id
