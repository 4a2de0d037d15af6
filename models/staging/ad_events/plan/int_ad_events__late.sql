{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What came too late: events of closed days cannot be added to what was counted of them, so they
-- are rejected, as long as they are there. Events that were counted are none of these. Of a load
-- that has more events than were counted from it, nothing tells which are new, so all are late; one
-- that has lost some brings nothing. A table has no impressions left of a day that it closes.
with

closed_loads as (select * from {{ ref('ad_metrics', 'int_ad_events__closed_loads') }}),

known as (
    select *
    from {{ ref('ad_metrics', 'int_ad_events__recognized') }}
    where is_known
)

select
    closed_loads.raw_table,
    closed_loads.load_name,
    closed_loads.utc_day,
    closed_loads.raw_rows,
    closed_loads.fingerprint
from closed_loads
left join known
    on
        closed_loads.raw_table = known.raw_table
        and closed_loads.load_name = known.load_name
        and closed_loads.utc_day = known.utc_day
where
    known.utc_day is null
    and (
        closed_loads.rows_counted is null
        or closed_loads.raw_rows > closed_loads.rows_counted
        or (closed_loads.raw_table = 'impressions' and not closed_loads.is_file)
    )
