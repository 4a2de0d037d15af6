{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__zones') }}
    where verdict in ('staged', 'deleted')
)

select
    placement_id,
    website_id,
    placement_name,
    width,
    height,
    case when cost_type <> 'none' then cost_type end as cost_type,
    cost,
    coalesce(noted_because not like '%cost%', true) as is_cost_readable,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
