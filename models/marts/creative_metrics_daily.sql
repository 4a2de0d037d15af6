{{ config(materialized='view') }}
-- The sums are kept up to date by day; names are those of today. Campaign and advertiser are those
-- that it was delivered for.
with

sums as (
    select *
    from {{ ref('ad_metrics', 'int_creative_days') }}
    where made_from is null
),

creatives as (select * from {{ ref('ad_metrics', 'dim_creatives') }}),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }})

select
    sums.date_day,
    creatives.creative_key,
    creatives.source,
    {{ ad_metrics.side_of('creatives.source') }} as side,
    campaigns.platform,
    creatives.creative_id,
    creatives.creative_name,
    campaigns.campaign_key,
    campaigns.campaign_name,
    sums.advertiser_key,
    advertisers.advertiser_name,
    sums.currency,
    sums.period_grain,
    {{ ad_metrics.summed_measures('sums') }},
    {{ ad_metrics.rates(summed=true) }}
from sums
inner join creatives on sums.creative_key = creatives.creative_key
inner join campaigns on sums.campaign_key = campaigns.campaign_key
inner join advertisers on sums.advertiser_key = advertisers.advertiser_key
