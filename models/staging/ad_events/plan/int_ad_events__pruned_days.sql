{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- The days that this build closes, as the source has pruned them: they are older than the oldest
-- day that it still has, and a load that they were counted from is gone, or no load has an earlier
-- day. A day that another load brings now, which it was not counted from, stays open.
with

now as (
    select *
    from {{ ref('ad_metrics', 'int_ad_events__loads') }}
    where raw_table = 'impressions' and utc_day is not null
),

counted as (
    select *
    from {{ ref('ad_metrics', 'base_ad_events__read') }}
    where raw_table = 'impressions' and not is_late
),

retention as (select * from {{ ref('ad_metrics', 'int_ad_events__retention') }}),

brought as (
    select distinct now.utc_day
    from now
    left join counted
        on now.load_name = counted.load_name and now.utc_day = counted.utc_day
    where counted.load_name is null
)

select distinct counted.utc_day
from counted
cross join retention
where
    counted.utc_day < retention.oldest_day
    and counted.utc_day <> cast('0001-01-01' as date)
    and (
        counted.utc_day < retention.first_day
        or counted.load_name not in (select now.load_name from now)
    )
    and counted.utc_day not in (select brought.utc_day from brought)
    and counted.utc_day not in (
        select closed.utc_day
        from {{ ref('ad_metrics', 'base_ad_events__closed_days') }} as closed
    )
