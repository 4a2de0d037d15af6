-- What every placement's website is paid for it as its source has it now; `?` where that is there
-- but cannot be read.
with

placements as (select * from {{ ref('ad_metrics', 'int_placements') }})

select
    placement_key,
    case when is_cost_readable then cost_type else '?' end as cost_type,
    cost,
    cost_updated_at as source_updated_at
from placements
where is_cost_readable is not null
