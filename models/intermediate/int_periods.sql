-- The calendar of each period of delivery, worked out once per period instead of once per row.
--
-- `date_day` is the day in the reporting time zone. A condensed day or month has no hours left to
-- move into local days, so it keeps its UTC date. A period may reach into two local months (a UTC
-- day at the month's border); `month_share` = numerator / denominator is its part of them, in
-- months.
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set next_month = dbt.dateadd('month', 1, 'local_month') %}
{%- set month_after = dbt.dateadd('month', 2, 'local_month') %}

with

delivery as (
    select distinct
        hour_at,
        period_grain
    from {{ ref('ad_metrics', 'int_delivery__measured') }}
),

periods as (
    select
        hour_at,
        period_grain,
        {{ ad_metrics.utc_to_local('hour_at', timezone) }} as local_at,
        case period_grain
            when 'hour' then {{ dbt.dateadd('hour', 1, 'hour_at') }}
            when 'day' then {{ dbt.dateadd('day', 1, 'hour_at') }}
            when 'month' then {{ dbt.dateadd('month', 1, 'hour_at') }}
        end as ends_at
    from delivery
),

local_months as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'local_at') }} as timestamp) as local_month
    from periods
),

borders as (
    select
        *,
        {{ ad_metrics.local_to_utc('local_month', timezone) }} as month_starts_at,
        {{ ad_metrics.local_to_utc(next_month, timezone) }} as next_month_starts_at,
        {{ ad_metrics.local_to_utc(month_after, timezone) }} as month_after_starts_at
    from local_months
),

minutes as (
    select
        *,
        {{ ad_metrics.minutes_between('month_starts_at', 'next_month_starts_at') }}
            as month_minutes,
        {{ ad_metrics.minutes_between('next_month_starts_at', 'month_after_starts_at') }}
            as next_month_minutes,
        {{ ad_metrics.minutes_between('hour_at', 'least(ends_at, next_month_starts_at)') }}
            as minutes_in_month,
        {{ ad_metrics.minutes_between('least(ends_at, next_month_starts_at)', 'ends_at') }}
            as minutes_in_next_month
    from borders
)

select
    hour_at,
    period_grain,
    ends_at,
    cast(case when period_grain = 'hour' then local_at else hour_at end as date) as date_day,
    case when period_grain = 'hour' then cast(extract(hour from local_at) as integer) end
        as hour_of_day,
    minutes_in_month * next_month_minutes + minutes_in_next_month * month_minutes
        as month_share_numerator,
    month_minutes * next_month_minutes as month_share_denominator
from minutes
