{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__data_intermediate_ad_connection') }}
    where verdict in ('staged', 'deleted')
)

select
    conversion_id,
    converted_at,
    attributed_at,
    tracker_id,
    creative_id,
    placement_id,
    conversion_action,
    conversion_status,
    is_inside_window = 'yes' as is_inside_window,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
