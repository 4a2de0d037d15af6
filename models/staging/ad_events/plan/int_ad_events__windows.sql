{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- The days that this build counts, in windows that are read and written together. Small days are
-- put together, up to a million events, as each statement takes memory for its own days only; a day
-- of more than half a million is a window of its own, as are events whose time cannot be read.
{%- set half = 500000 %}
with

day_rows as (
    select
        days.utc_day,
        days.reason,
        cast(coalesce(sum(loads.raw_rows), 0) as bigint) as raw_rows
    from {{ ref('ad_metrics', 'int_ad_events__days_to_count') }} as days
    left join {{ ref('ad_metrics', 'int_ad_events__loads') }} as loads
        on days.utc_day = loads.utc_day
    group by days.utc_day, days.reason
),

sized as (
    select
        *,
        case
            when raw_rows > {{ half }} or utc_day = cast('0001-01-01' as date) then 1 else 0
        end as is_large
    from day_rows
),

added_up as (
    select
        *,
        sum(is_large) over (order by utc_day) as large_days,
        sum(case when is_large = 0 then raw_rows else 0 end) over (order by utc_day) as small_rows
    from sized
),

grouped as (
    select
        *,
        -- The same for all days of a window.
        min(utc_day) over (
            partition by large_days, is_large, floor(small_rows / nullif({{ half }}, 0))
        ) as first_day
    from added_up
)

select
    utc_day,
    reason,
    raw_rows,
    first_day as window_day
from grouped
