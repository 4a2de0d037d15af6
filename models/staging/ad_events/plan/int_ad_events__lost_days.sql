{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- Days that have lost all their impressions while older ones are there: no retention, but a fault.
-- The build stops at them; one with --full-refresh accepts that they are gone.
with

counted_days as (
    select distinct utc_day
    from {{ ref('ad_metrics', 'base_ad_events__read') }}
    where raw_table = 'impressions' and not is_late
),

days_now as (
    select utc_day
    from {{ ref('ad_metrics', 'int_ad_events__loads') }}
    where raw_table = 'impressions' and utc_day is not null
),

retention as (select * from {{ ref('ad_metrics', 'int_ad_events__retention') }})

select counted_days.utc_day
from counted_days
inner join retention on counted_days.utc_day > retention.oldest_day
where
    counted_days.utc_day not in (select days_now.utc_day from days_now)
    and counted_days.utc_day not in (
        select closed.utc_day
        from {{ ref('ad_metrics', 'base_ad_events__closed_days') }} as closed
    )
