{{ config(materialized='view') }}
-- The sums are kept up to date by day; names are those of today. The advertiser is the one that it
-- was delivered for, which may have another one's campaign now.
with

sums as (
    select *
    from {{ ref('ad_metrics', 'int_campaign_days') }}
    where made_from is null
),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }})

select
    sums.date_day,
    campaigns.campaign_key,
    campaigns.source,
    {{ ad_metrics.side_of('campaigns.source') }} as side,
    campaigns.platform,
    campaigns.campaign_id,
    campaigns.campaign_name,
    sums.advertiser_key,
    advertisers.advertiser_name,
    campaigns.pricing_model,
    sums.currency,
    sums.period_grain,
    {{ ad_metrics.summed_measures('sums') }},
    {{ ad_metrics.rates(summed=true) }}
from sums
inner join campaigns on sums.campaign_key = campaigns.campaign_key
inner join advertisers on sums.advertiser_key = advertisers.advertiser_key
