{{ config(materialized='view') }}
-- The sums are kept up to date by day; names are those of today. The website is the one that it was
-- delivered for.
with

sums as (
    select *
    from {{ ref('ad_metrics', 'int_placement_days') }}
    where made_from is null
),

placements as (select * from {{ ref('ad_metrics', 'dim_placements') }}),

websites as (select * from {{ ref('ad_metrics', 'int_websites') }})

select
    sums.date_day,
    placements.placement_key,
    placements.source,
    {{ ad_metrics.side_of('placements.source') }} as side,
    placements.platform,
    placements.placement_id,
    placements.placement_name,
    sums.website_key,
    websites.website_name,
    sums.currency,
    sums.period_grain,
    {{ ad_metrics.summed_measures('sums') }},
    {{ ad_metrics.rates(summed=true) }}
from sums
inner join placements on sums.placement_key = placements.placement_key
inner join websites on sums.website_key = websites.website_key
