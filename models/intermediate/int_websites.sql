-- The websites that delivery was for, with their names: those of the placements, and those that
-- have none any more.
with

placements as (select * from {{ ref('ad_metrics', 'int_placements') }}),

websites as (
    {{ ad_metrics.united('websites') }}
),

united as (
    select
        source,
        website_id,
        website_name
    from placements

    union all

    select
        source,
        website_id,
        website_name
    from websites
)

select
    {{ ad_metrics.key('source', 'website_id') }} as website_key,
    min(website_name) as website_name
from united
group by source, website_id
