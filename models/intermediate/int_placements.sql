{{ config(materialized='ephemeral') }}
-- The placements of every source.
with

placements as (
    {{ ad_metrics.united('placements') }}
)

select
    *,
    {{ ad_metrics.key('source', 'placement_id') }} as placement_key,
    {{ ad_metrics.key('source', 'website_id') }} as website_key
from placements
