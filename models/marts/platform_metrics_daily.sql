{{ config(materialized='view') }}
-- The sums are kept up to date by day; names are those of today.
with

sums as (
    select *
    from {{ ref('ad_metrics', 'int_platform_days') }}
    where made_from is null
)

select
    sums.date_day,
    sums.source,
    {{ ad_metrics.side_of('sums.source') }} as side,
    sums.platform,
    sums.currency,
    sums.period_grain,
    {{ ad_metrics.summed_measures('sums') }},
    {{ ad_metrics.rates(summed=true) }}
from sums
