{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__data_bkt_a') }}
    where verdict = 'staged'
)

select
    conversion_id,
    server,
    converted_at,
    tracker_id,
    creative_id,
    placement_id,
    conversion_action,
    conversion_status
from accepted
