{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__data_summary_ad_hourly') }}
    where verdict in ('staged', 'deleted')
)

select
    delivery_id,
    raw_day as utc_day,
    hour_at,
    creative_id,
    placement_id,
    requests,
    impressions,
    clicks,
    booked_conversions,
    conversion_value,
    items,
    booked_revenue,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source,
    case when verdict = 'deleted' then creative_id else '' end as deleted_creative_id
from accepted
