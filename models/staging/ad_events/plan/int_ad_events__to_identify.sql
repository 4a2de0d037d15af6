{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- The loads whose events have to be told by their ids, as names and states of files do not say
-- whether they are those that were counted: all of a kind's loads of a closed day that one of them
-- came for; and all of the oldest day, where a file of it is gone.
with

now as (
    select *
    from {{ ref('ad_metrics', 'int_ad_events__loads') }}
    where utc_day is not null
),

kinds_of_files as (
    select distinct raw_table
    from {{ ref('ad_metrics', 'int_ad_events__loads') }}
    where is_file
),

files_of_oldest_day as (
    select
        counted.raw_table,
        counted.load_name,
        counted.utc_day
    from {{ ref('ad_metrics', 'base_ad_events__read') }} as counted
    inner join {{ ref('ad_metrics', 'int_ad_events__retention') }} as retention
        on counted.utc_day = retention.oldest_day
    inner join kinds_of_files on counted.raw_table = kinds_of_files.raw_table
    where not counted.is_late
),

files_gone as (
    select files_of_oldest_day.utc_day
    from files_of_oldest_day
    left join now
        on
            files_of_oldest_day.raw_table = now.raw_table
            and files_of_oldest_day.load_name = now.load_name
            and files_of_oldest_day.utc_day = now.utc_day
    where now.load_name is null
),

came_for_closed_days as (
    select distinct
        raw_table,
        utc_day
    from {{ ref('ad_metrics', 'int_ad_events__closed_loads') }}
)

select
    now.raw_table,
    now.load_name,
    now.utc_day,
    came_for_closed_days.utc_day is null as is_of_half_pruned_day
from now
left join came_for_closed_days
    on
        now.raw_table = came_for_closed_days.raw_table
        and now.utc_day = came_for_closed_days.utc_day
where
    came_for_closed_days.utc_day is not null
    or now.utc_day in (select files_gone.utc_day from files_gone)
