{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__clients') }}
    where verdict in ('staged', 'deleted')
)

select
    advertiser_id,
    advertiser_name,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
