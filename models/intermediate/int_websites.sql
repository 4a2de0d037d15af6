-- The websites that delivery was for, with their names: those of the placements, and those that
-- have none any more.
with

placements as (select * from {{ ref('dim_placements') }}),

websites as (select * from {{ ref('stg_revive__affiliates') }}),

united as (
    select
        website_key,
        website_name
    from placements

    union all

    select
        {{ ad_metrics.key("'revive'", 'website_id') }} as website_key,
        website_name
    from websites
)

select
    website_key,
    min(website_name) as website_name
from united
group by website_key
