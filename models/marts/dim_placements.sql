with

placements as (select * from {{ ref('ad_metrics', 'int_placements') }})

select
    placement_key,
    source,
    platform,
    placement_id,
    placement_name,
    website_key,
    website_id,
    website_name,
    width,
    height,
    is_deleted_at_source
from placements
