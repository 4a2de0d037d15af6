{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__banners') }}
    where verdict in ('staged', 'deleted')
)

select
    creative_id,
    campaign_id,
    coalesce(
        nullif(trim(description), ''),
        nullif(trim(alternative_text), ''),
        'Banner ' || creative_id
    ) as creative_name,
    creative_type,
    width,
    height,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
