-- Conversions by the period, creative and placement that their delivery is kept in: an hour, or the
-- day or month that the server has condensed its hours into.
with

conversions as (select * from {{ ref('stg_revive__data_intermediate_ad_connection') }}),

condensed_days as (
    select *
    from {{ ref('int_revive__condensed_days') }}
    where deleted_creative_id = ''
),

condensed_months as (
    select distinct cast({{ dbt.date_trunc('month', 'utc_day') }} as date) as utc_month
    from condensed_days
    where period_grain = 'month'
),

placed as (
    select
        conversions.creative_id,
        conversions.placement_id,
        conversions.conversion_status,
        conversions.conversion_action,
        conversions.is_deleted_at_source,
        case
            when condensed_months.utc_month is not null
                then cast(condensed_months.utc_month as timestamp)
            when condensed_days.utc_day is not null
                then cast(condensed_days.utc_day as timestamp)
            else cast({{ dbt.date_trunc('hour', 'conversions.converted_at') }} as timestamp)
        end as hour_at,
        case
            when condensed_months.utc_month is not null then 'month'
            when condensed_days.utc_day is not null then 'day'
            else 'hour'
        end as period_grain
    from conversions
    left join condensed_days on cast(conversions.converted_at as date) = condensed_days.utc_day
    left join condensed_months
        on
            cast({{ dbt.date_trunc('month', 'conversions.converted_at') }} as date)
            = condensed_months.utc_month
    where conversions.is_inside_window
)

select
    hour_at,
    period_grain,
    creative_id,
    placement_id,
    sum(case when conversion_status = 'approved' then 1 else 0 end) as conversions,
    sum(case when conversion_status = 'pending' then 1 else 0 end) as pending_conversions,
    sum(
        case
            when conversion_status = 'approved' and conversion_action = 'impression' then 1
            else 0
        end
    ) as impression_conversions,
    sum(
        case
            when conversion_status = 'approved' and conversion_action = 'click' then 1
            else 0
        end
    ) as click_conversions,
    max(case when is_deleted_at_source then 1 else 0 end) = 1 as is_deleted_at_source
from placed
where conversion_status in ('approved', 'pending')
group by hour_at, period_grain, creative_id, placement_id
