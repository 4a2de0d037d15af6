{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__affiliates') }}
    where verdict in ('staged', 'deleted')
)

select
    website_id,
    website_name,
    website_url,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
