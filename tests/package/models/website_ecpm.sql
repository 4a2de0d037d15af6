-- What a user of the package writes: their own grain, the package's metric.
with

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

placements as (select * from {{ ref('ad_metrics', 'dim_placements') }})

select
    placements.website_name,
    sum(delivery.impressions) as impressions,
    {{ ad_metrics.ecpm() }} as ecpm
from delivery
inner join placements on delivery.placement_key = placements.placement_key
group by placements.website_name
