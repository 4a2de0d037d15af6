{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- The days that this build counts anew, and why: those of which any load has, or had, other events;
-- with --full-refresh all; and the day after each, whose events may be copies of ones in its last
-- hour. A closed day never is, nor is the oldest one while it stands as it was counted.
with

now as (
    select *
    from {{ ref('ad_metrics', 'int_ad_events__loads') }}
    where utc_day is not null
),

counted as (
    select *
    from {{ ref('ad_metrics', 'base_ad_events__read') }}
    where not is_late
),

closed_days as (select * from {{ ref('ad_metrics', 'int_ad_events__all_closed_days') }}),

oldest_day as (select * from {{ ref('ad_metrics', 'int_ad_events__oldest_day') }}),

loads as (
    select
        coalesce(now.utc_day, counted.utc_day) as utc_day,
        now.load_name is null as is_gone,
        counted.load_name is null as is_new,
        coalesce(now.fingerprint, '') <> coalesce(counted.fingerprint, '') as differs,
        coalesce(now.is_full_refresh, false) as is_full_refresh
    from now
    full outer join counted
        on
            now.raw_table = counted.raw_table
            and now.load_name = counted.load_name
            and now.utc_day = counted.utc_day
),

reasons as (
    select
        loads.utc_day,
        case
            -- What would tell copies of a closed day's last hour is gone.
            when not loads.differs and day_before.utc_day is not null then null
            when not loads.differs and loads.is_full_refresh then '4 full refresh'
            when not loads.differs then null
            -- Of the oldest day, retention may have taken files.
            when loads.is_gone and loads.utc_day = oldest_day.utc_day then null
            when loads.is_gone then '3 events are gone'
            when loads.is_new then '2 new'
            else '1 changed'
        end as reason
    from loads
    cross join oldest_day
    left join closed_days as day_before
        on loads.utc_day = cast({{ dbt.dateadd('day', 1, 'day_before.utc_day') }} as date)
    where
        loads.utc_day not in (select closed_days.utc_day from closed_days)
        and (loads.utc_day <> oldest_day.utc_day or not oldest_day.stands)
),

changed_days as (
    select
        utc_day,
        min(reason) as reason
    from reasons
    where reason is not null
    group by utc_day
),

days_after as (
    select distinct
        cast({{ dbt.dateadd('day', 1, 'changed_days.utc_day') }} as date) as utc_day,
        '5 follows a day that is counted anew' as reason
    from changed_days
),

days as (
    select * from changed_days
    union all
    select days_after.*
    from days_after
    cross join oldest_day
    where
        days_after.utc_day in (select now.utc_day from now)
        and (days_after.utc_day <> oldest_day.utc_day or not oldest_day.stands)
)

select
    utc_day,
    substr(min(reason), 3) as reason
from days
where utc_day not in (select closed_days.utc_day from closed_days)
group by utc_day
