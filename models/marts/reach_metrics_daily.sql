{{ config(enabled=ad_metrics.is_told('reach_days')) }}
-- How many people saw a campaign, an ad group or an ad on a day. People who are counted on two days
-- or in two campaigns are the same people, so nothing here may be added up.
with

days as (
    {{ ad_metrics.united('reach_days') }}
),

-- Nobody is reached without an impression; delivery_anomalies lists who says so.
reached as (
    select
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
        date_day,
        country,
        impressions,
        case when reach > impressions then impressions else reach end as reach
    from days
),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

creatives as (select * from {{ ref('ad_metrics', 'dim_creatives') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }})

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
