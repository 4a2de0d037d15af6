-- The UTC days of which the server no longer keeps hours. Condensing moves every row of a day to
-- its midnight (or every row of a month to the first day's) and writes it anew when that period is
-- over; an hour's own row at midnight is written an hour later, on the same day.
--
-- What the server deleted was not condensed with the rest any more, so each deleted creative's days
-- are looked at by themselves (`deleted_creative_id`, which is empty for all that is still there).
with

creative_days as (select * from {{ ref('int_revive__creative_days') }}),

marked as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'utc_day') }} as date) as utc_month,
        case when is_deleted_at_source then creative_id else '' end as deleted_creative_id
    from creative_days
    where creative_id is not null
),

days as (
    select
        utc_day,
        utc_month,
        deleted_creative_id,
        max(has_hours) as has_hours,
        min(first_written_at) as first_written_at
    from marked
    group by utc_day, utc_month, deleted_creative_id
),

judged as (
    select
        utc_day,
        utc_month,
        deleted_creative_id,
        has_hours = 0
        and first_written_at >= {{ dbt.dateadd('day', 1, 'cast(utc_day as timestamp)') }}
            as is_condensed,
        has_hours = 0
        and utc_day = utc_month
        and first_written_at >= {{ dbt.dateadd('month', 1, 'cast(utc_month as timestamp)') }}
            as is_month
    from days
),

months as (
    select
        utc_month,
        deleted_creative_id,
        min(case when is_month then 1 else 0 end) as is_month
    from judged
    group by utc_month, deleted_creative_id
)

select
    judged.utc_day,
    judged.deleted_creative_id,
    case when months.is_month = 1 then 'month' else 'day' end as period_grain
from judged
inner join months
    on
        judged.utc_month = months.utc_month
        and judged.deleted_creative_id = months.deleted_creative_id
where judged.is_condensed
