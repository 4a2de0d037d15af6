{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- Whether the oldest day stands as it was counted, as retention has begun to take it: to count it
-- anew would lose the events that are gone. Of files, where some are gone and all others have what
-- they had. Of tables, where some kind of event has become fewer and none has got others; and older
-- days are gone already, or the day begins at a later hour than it did. It is a correction else.
with

retention as (select * from {{ ref('ad_metrics', 'int_ad_events__retention') }}),

files as (
    select
        count(*) as loads,
        count(case when recognized.is_known then 1 end) as known_loads
    from {{ ref('ad_metrics', 'int_ad_events__to_identify') }} as to_identify
    inner join retention on to_identify.utc_day = retention.oldest_day
    left join {{ ref('ad_metrics', 'int_ad_events__recognized') }} as recognized
        on
            to_identify.raw_table = recognized.raw_table
            and to_identify.load_name = recognized.load_name
            and to_identify.utc_day = recognized.utc_day
),

tables as (
    select
        count(case when raw_table = 'impressions' then 1 end) as tables_of_impressions,
        count(case when has_fewer then 1 end) as tables_with_fewer,
        count(case when has_others then 1 end) as tables_with_others,
        count(case when begins_later then 1 end) as tables_that_begin_later
    from {{ ref('ad_metrics', 'int_ad_events__oldest_of_tables') }}
),

closed as (
    select count(*) as closed_days
    from {{ ref('ad_metrics', 'int_ad_events__all_closed_days') }}
)

select
    retention.oldest_day as utc_day,
    (files.loads > 0 and files.loads = files.known_loads)
    or (
        tables.tables_of_impressions > 0
        and tables.tables_with_fewer > 0
        and tables.tables_with_others = 0
        and (closed.closed_days > 0 or tables.tables_that_begin_later > 0)
    ) as stands
from retention
cross join files
cross join tables
cross join closed
