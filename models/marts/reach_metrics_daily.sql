-- How many people saw a campaign, an ad group or an ad on a day. People who are counted on two days
-- or in two campaigns are the same people, so nothing here may be added up.
with

spend as (
    select
        {{ ad_metrics.key("'marketing_spend'", ad_metrics.spend_campaign_id()) }} as campaign_key,
        {{ ad_metrics.spend_creative_id(
            ad_metrics.key("'marketing_spend'", ad_metrics.spend_campaign_id())
        ) }} as creative_key,
        date_day,
        country,
        impressions,
        -- Nobody is reached without an impression; delivery_anomalies lists who says so.
        case when reach > impressions then impressions else reach end as reach
    from {{ ref('int_marketing_spend__rows') }}
    where reach is not null
),

events as (
    select
        {{ ad_metrics.key("'ad_events'", 'campaign_id') }} as campaign_key,
        date_day,
        impressions,
        reach
    from {{ ref('int_ad_events__reach_days') }}
    where reach > 0
),

reached as (
    select * from spend

    union all

    select
        campaign_key,
        null as creative_key,
        date_day,
        null as country,
        impressions,
        reach
    from events
),

campaigns as (select * from {{ ref('dim_campaigns') }}),

creatives as (select * from {{ ref('dim_creatives') }}),

advertisers as (select * from {{ ref('dim_advertisers') }})

select
    reached.date_day,
    campaigns.platform,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    reached.campaign_key,
    campaigns.campaign_name,
    reached.creative_key,
    creatives.creative_name,
    reached.country,
    reached.impressions,
    reached.reach,
    {{ ad_metrics.frequency('reached.impressions', 'reached.reach') }} as frequency
from reached
inner join campaigns on reached.campaign_key = campaigns.campaign_key
left join creatives on reached.creative_key = creatives.creative_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
