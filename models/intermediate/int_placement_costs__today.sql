-- What every placement's website is paid for it as its source has it now.
with

zones as (select * from {{ ref('stg_revive__zones') }})

select
    {{ ad_metrics.key("'revive'", 'placement_id') }} as placement_key,
    case when is_cost_readable then cost_type else '?' end as cost_type,
    cost,
    updated_at as source_updated_at
from zones
