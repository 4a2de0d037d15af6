{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What there is now of closed days and is not, as it stands, what was counted of them: it comes
-- late, unless it has the very events that were counted.
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

closed_days as (select * from {{ ref('ad_metrics', 'int_ad_events__all_closed_days') }})

select
    now.raw_table,
    now.load_name,
    now.utc_day,
    now.raw_rows,
    now.fingerprint,
    now.is_file,
    counted.raw_rows_read as rows_counted
from now
inner join closed_days on now.utc_day = closed_days.utc_day
left join counted
    on
        now.raw_table = counted.raw_table
        and now.load_name = counted.load_name
        and now.utc_day = counted.utc_day
where coalesce(counted.fingerprint, '') <> now.fingerprint
