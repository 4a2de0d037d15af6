{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- Which of these loads have the very events that were counted of a day, whatever their names. All
-- loads of a day may have been put together, or cut in another way, since. Of days that a version
-- before event_ids counted, the name and the number of rows have to do.
{%- set number = ad_metrics.type_decimal(38, 0) %}
with

identified as (select * from {{ ref('ad_metrics', 'int_ad_events__identified') }}),

counted as (
    select *
    from {{ ref('ad_metrics', 'base_ad_events__read') }}
    where not is_late
),

days_now as (
    select
        raw_table,
        utc_day,
        sum(raw_rows) as raw_rows,
        sum(cast(event_ids as {{ number }})) as event_ids
    from identified
    group by raw_table, utc_day
),

days_counted as (
    select
        raw_table,
        utc_day,
        sum(raw_rows_read) as raw_rows,
        sum(cast(event_ids as {{ number }})) as event_ids
    from counted
    where event_ids is not null
    group by raw_table, utc_day
),

whole_days as (
    select
        days_now.raw_table,
        days_now.utc_day
    from days_now
    inner join days_counted
        on
            days_now.raw_table = days_counted.raw_table
            and days_now.utc_day = days_counted.utc_day
            and days_now.raw_rows = days_counted.raw_rows
            and days_now.event_ids = days_counted.event_ids
),

same_events as (
    select distinct
        raw_table,
        utc_day,
        raw_rows_read,
        event_ids
    from counted
    where event_ids is not null
)

select
    identified.raw_table,
    identified.load_name,
    identified.utc_day,
    whole_days.utc_day is not null
    or same_events.utc_day is not null
    or coalesce(by_name.raw_rows_read = identified.raw_rows, false) as is_known
from identified
left join whole_days
    on
        identified.raw_table = whole_days.raw_table
        and identified.utc_day = whole_days.utc_day
left join same_events
    on
        identified.raw_table = same_events.raw_table
        and identified.utc_day = same_events.utc_day
        and identified.raw_rows = same_events.raw_rows_read
        and identified.event_ids = same_events.event_ids
left join counted as by_name
    on
        identified.raw_table = by_name.raw_table
        and identified.load_name = by_name.load_name
        and identified.utc_day = by_name.utc_day
        and by_name.event_ids is null
