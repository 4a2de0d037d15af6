{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__data_bkt_c') }}
    where verdict = 'staged'
)

select
    interval_start_at,
    creative_id,
    placement_id,
    clicks
from accepted
