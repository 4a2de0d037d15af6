{{ config(materialized='view') }}
-- The sums are kept up to date by day; names are those of today.
with

sums as (
    select *
    from {{ ref('ad_metrics', 'int_advertiser_days') }}
    where made_from is null
),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }})

select
    sums.date_day,
    advertisers.advertiser_key,
    advertisers.source,
    {{ ad_metrics.side_of('advertisers.source') }} as side,
    advertisers.advertiser_id,
    advertisers.advertiser_name,
    sums.currency,
    sums.period_grain,
    {{ ad_metrics.summed_measures('sums') }},
    {{ ad_metrics.rates(summed=true) }}
from sums
inner join advertisers on sums.advertiser_key = advertisers.advertiser_key
