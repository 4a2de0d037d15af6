{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- How far back the impressions reach that the source still has. A file is as old as the newest day
-- in it: an event of an older day came late, and does not keep that day open. A table is as old as
-- its first day. Closed days do not count, nor does the day of unreadable times.
with

open_days as (
    select *
    from {{ ref('ad_metrics', 'int_ad_events__loads') }}
    where
        raw_table = 'impressions'
        and utc_day <> cast('0001-01-01' as date)
        and utc_day not in (
            select closed.utc_day
            from {{ ref('ad_metrics', 'base_ad_events__closed_days') }} as closed
        )
),

load_days as (
    select
        load_name,
        case when is_file then max(utc_day) else min(utc_day) end as load_day
    from open_days
    group by load_name, is_file
),

oldest as (select min(load_day) as utc_day from load_days),

first_day as (select min(utc_day) as utc_day from open_days)

select
    coalesce(oldest.utc_day, cast('0001-01-01' as date)) as oldest_day,
    first_day.utc_day as first_day
from oldest
cross join first_day
