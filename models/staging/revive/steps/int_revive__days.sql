{{ config(
    enabled=ad_metrics.is_on('revive'),
    materialized='table',
    schema='history'
) }}
-- What the server keeps of each UTC day: hours, or the day or month that it has condensed them to.
--
-- Condensing moves every row of a day to its midnight (or of a month to its first day) and writes
-- it anew, long after that period. In an outage a day may have its first hour only, written late:
-- that is no condensed day, and a fee would be earned many times if it were taken for one. So:
--
--   * What a build knew as hours, or as condensed, stays so unless the rows themselves say
--     otherwise: hours that are gone, with a row at midnight that has all that they had.
--   * Of a day that no build has seen before, something must say that it was rewritten: other days
--     at midnight only that were written with it, or rows of later days written before it. A single
--     row might be one that was edited later on, so its number must be a later one too.
--   * A table that has nothing but rows at midnight, on two days or more, is condensed throughout.
--   * A month is one that has a row on its first day only, though there are later months or other
--     such ones only, or though a build knew more days of it.
--   * Else it is an hour: money is never multiplied on a guess.
--
-- What the server deleted was not condensed with the rest any more, so each deleted creative's days
-- stand by themselves (`deleted_creative_id`, which is empty for all that is still there) and stay
-- as they were known before.
{%- set before = ad_metrics.last_build_of(this) if execute %}
{%- set next_day = dbt.dateadd('day', 1, 'cast(days.utc_day as timestamp)') %}
{%- set next_month = dbt.dateadd('month', 1, 'cast(days.utc_month as timestamp)') %}
{%- set by_writing = 'over (order by written_at)' %}
{%- set last = 'coalesce(lag(written_at) ' ~ by_writing ~ ", cast('1970-01-01' as timestamp))" %}
{%- set next = 'coalesce(lead(written_at) ' ~ by_writing ~ ", cast('2999-01-01' as timestamp))" %}
{%- set later = 'over (order by utc_day rows between 1 following and unbounded following)' %}
with

delivered_days as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'utc_day') }} as date) as utc_month,
        case when is_deleted_at_source then creative_id else '' end as deleted_creative_id
    from {{ ref('ad_metrics', 'int_revive__delivered_days') }}
    where creative_id is not null
),

before as (
    {%- if before %}
    select * from {{ before }}
    {%- else %}
    select
        utc_day,
        deleted_creative_id,
        'hour' as period_grain,
        has_hours,
        impressions
    from delivered_days
    where false
    {%- endif %}
),

days as (
    select
        utc_day,
        utc_month,
        deleted_creative_id,
        max(has_hours) as has_hours,
        min(first_written_at) as written_at,
        sum(summary_rows) as summary_rows,
        cast(sum(impressions) as bigint) as impressions,
        max(last_row_id) as last_row_id
    from delivered_days
    group by utc_day, utc_month, deleted_creative_id
),

all_rows as (
    select
        utc_day,
        min(first_written_at) as written_at,
        min(first_row_id) as first_row_id
    from delivered_days
    group by utc_day
),

later_rows as (
    select
        utc_day,
        min(written_at) {{ later }} as written_at,
        min(first_row_id) {{ later }} as first_row_id
    from all_rows
),

present as (
    select
        days.*,
        days.has_hours = 0 and days.written_at >= {{ next_day }} as may_be_condensed,
        days.utc_day = days.utc_month and days.written_at >= {{ next_month }}
        and count(*) over (partition by days.utc_month) = 1
            as may_be_month,
        max(days.utc_month) over () > days.utc_month
        or (
            min(case when days.utc_day = days.utc_month then 1 else 0 end) over () = 1
            and count(*) over () > 1
        ) as is_whole_month,
        later_rows.written_at < days.written_at as is_written_after_later_rows,
        days.summary_rows > 1 or days.last_row_id > later_rows.first_row_id as is_no_edited_row,
        count(*) over () as all_days
    from days
    inner join later_rows on days.utc_day = later_rows.utc_day
    where days.deleted_creative_id = ''
),

-- Months of which days after the first were known.
months_before as (
    select distinct cast({{ dbt.date_trunc('month', 'utc_day') }} as date) as utc_month
    from before
    where
        deleted_creative_id = ''
        and utc_day > cast({{ dbt.date_trunc('month', 'utc_day') }} as date)
),

-- With what was deleted since, as it may be back.
days_before as (
    select
        utc_day,
        sum(impressions) as impressions
    from before
    group by utc_day
),

at_midnight as (
    select
        utc_day,
        written_at <= {{ dbt.dateadd('hour', 1, last) }}
        or written_at >= {{ dbt.dateadd('hour', -1, next) }} as is_written_with_others,
        count(*) over () as days_at_midnight
    from present
    where may_be_condensed
),

told as (
    select
        present.*,
        at_midnight.is_written_with_others
        or (at_midnight.days_at_midnight = present.all_days and present.all_days > 1)
        or (
            coalesce(present.is_written_after_later_rows, false)
            and (coalesce(present.is_no_edited_row, false) or present.may_be_month)
        ) as is_rewritten,
        before.period_grain as grain_before,
        before.has_hours as had_hours,
        before.impressions as impressions_before,
        days_before.impressions as all_impressions_before,
        present.may_be_month
        and (present.is_whole_month or months_before.utc_month is not null) as is_month
    from present
    inner join at_midnight on present.utc_day = at_midnight.utc_day
    left join before
        on present.utc_day = before.utc_day and before.deleted_creative_id = ''
    left join days_before on present.utc_day = days_before.utc_day
    left join months_before on present.utc_month = months_before.utc_month
),

condensed as (
    select
        utc_day,
        written_at,
        case
            when grain_before = 'month' and impressions >= impressions_before then 'month'
            when not is_month then 'day'
            -- It has no more than its first day had.
            when coalesce(grain_before, '') <> 'month' and impressions <= all_impressions_before
                then 'day'
            else 'month'
        end as period_grain
    from told
    where
        grain_before in ('day', 'month')
        or (grain_before is null and is_rewritten)
        or (had_hours = 1 and (is_rewritten or impressions >= impressions_before))
        or (had_hours = 0 and is_rewritten and impressions > impressions_before)
),

deleted as (
    select
        days.utc_day,
        days.deleted_creative_id,
        days.has_hours,
        days.impressions,
        coalesce(
            known.period_grain,
            present_before.period_grain,
            -- No build saw it before it was deleted.
            case when days.written_at >= {{ next_day }} then condensed.period_grain end,
            'hour'
        ) as period_grain
    from days
    left join before as known
        on
            days.utc_day = known.utc_day
            and days.deleted_creative_id = known.deleted_creative_id
    left join before as present_before
        on days.utc_day = present_before.utc_day and present_before.deleted_creative_id = ''
    left join condensed
        on
            days.utc_day = condensed.utc_day
            and days.written_at = condensed.written_at
    where days.deleted_creative_id <> ''
)

select
    present.utc_day,
    present.deleted_creative_id,
    coalesce(condensed.period_grain, 'hour') as period_grain,
    present.has_hours,
    present.impressions
from present
left join condensed on present.utc_day = condensed.utc_day

union all

select
    utc_day,
    deleted_creative_id,
    case when has_hours = 1 then 'hour' else period_grain end as period_grain,
    has_hours,
    impressions
from deleted
