{{ config(
    materialized='view',
    meta={
        'metrics': ad_metrics.lightdash_metrics(),
        'default_time_dimension': {'field': 'date_day', 'interval': 'DAY'},
        'order_fields_by': 'index',
    },
) }}
-- The sums are kept up to date by day; names are those of today. Advertiser and website are those
-- that it was delivered for.
{%- set days_left = 'mod(' ~ dbt.datediff('sums.date_day', 'newest.date_day', 'day') ~ ' - 1, 7)' %}

with

sums as (
    select *
    from {{ ref('ad_metrics', 'int_campaign_placement_days') }}
    where made_from is null
),

newest as (select max(date_day) as date_day from sums),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }}),

placements as (select * from {{ ref('ad_metrics', 'dim_placements') }}),

websites as (select * from {{ ref('ad_metrics', 'int_websites') }})

select
    sums.date_day,
    case
        when sums.date_day < newest.date_day
            then cast({{ dbt.dateadd('day', days_left, 'sums.date_day') }} as date)
    end as week_ending,
    campaigns.source,
    {{ ad_metrics.side_of('campaigns.source') }} as side,
    campaigns.platform,
    sums.advertiser_key,
    advertisers.advertiser_name,
    campaigns.campaign_key,
    campaigns.campaign_name,
    sums.pricing_model,
    placements.placement_key,
    placements.placement_name,
    sums.website_key,
    websites.website_name,
    sums.country,
    sums.currency,
    sums.period_grain,
    {{ ad_metrics.summed_measures('sums') }}
from sums
cross join newest
inner join campaigns on sums.campaign_key = campaigns.campaign_key
inner join advertisers on sums.advertiser_key = advertisers.advertiser_key
inner join placements on sums.placement_key = placements.placement_key
inner join websites on sums.website_key = websites.website_key
