{{ config(
    materialized='view',
    meta={
        'metrics': ad_metrics.lightdash_metrics(),
        'default_time_dimension': {'field': 'date_day', 'interval': 'DAY'},
        'order_fields_by': 'index',
    },
) }}
-- The sums are kept up to date by day; names are those of today.
with

sums as (
    select *
    from {{ ref('int_campaign_placement_days') }}
    where made_from is null
),

campaigns as (select * from {{ ref('dim_campaigns') }}),

advertisers as (select * from {{ ref('dim_advertisers') }}),

placements as (select * from {{ ref('dim_placements') }})

select
    sums.date_day,
    campaigns.source,
    campaigns.platform,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    campaigns.campaign_key,
    campaigns.campaign_name,
    sums.pricing_model,
    placements.placement_key,
    placements.placement_name,
    placements.website_key,
    placements.website_name,
    sums.country,
    sums.currency,
    sums.period_grain,
    {{ ad_metrics.summed_measures('sums') }}
from sums
inner join campaigns on sums.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
inner join placements on sums.placement_key = placements.placement_key
