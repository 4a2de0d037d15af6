{{ config(enabled=ad_metrics.is_on('revive')) }}
-- Conversions by the period, creative and placement that their delivery is kept in: an hour, or the
-- day or month that the server has condensed its hours into.
with

conversions as (
    select * from {{ ref('ad_metrics', 'stg_revive__data_intermediate_ad_connection') }}
),

placed as (
    select
        period_at as hour_at,
        period_grain,
        creative_id,
        placement_id,
        conversion_status,
        conversion_action,
        is_deleted_at_source
    from {{ ad_metrics.in_revive_periods('conversions', 'converted_at') }} as in_periods
    where is_inside_window
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
