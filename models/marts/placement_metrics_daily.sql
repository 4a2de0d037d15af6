with

delivery as (select * from {{ ref('fct_delivery') }}),

placements as (select * from {{ ref('dim_placements') }})

select
    delivery.date_day,
    placements.placement_key,
    placements.source,
    placements.placement_id,
    placements.placement_name,
    placements.website_key,
    placements.website_name,
    delivery.currency,
    {{ ad_metrics.coarsest_period_grain() }} as period_grain,
    {{ ad_metrics.measures() }},
    {{ ad_metrics.rates() }}
from delivery
inner join placements on delivery.placement_key = placements.placement_key
group by
    delivery.date_day,
    placements.placement_key,
    placements.source,
    placements.placement_id,
    placements.placement_name,
    placements.website_key,
    placements.website_name,
    delivery.currency
