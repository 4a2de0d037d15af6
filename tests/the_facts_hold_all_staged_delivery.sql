-- Fails where the facts do not add up to the staged rows of the ad server.
with

summary as (
    select
        coalesce(sum(requests), 0) as requests,
        coalesce(sum(impressions), 0) as impressions,
        coalesce(sum(clicks), 0) as clicks,
        coalesce(sum(conversion_value), 0) as conversion_value,
        coalesce(sum(items), 0) as items,
        coalesce(sum(booked_revenue), 0) as booked_revenue
    from {{ ref('stg_revive__data_summary_ad_hourly') }}
),

conversions as (
    select
        coalesce(sum(case when conversion_status = 'approved' then 1 else 0 end), 0) as conversions,
        coalesce(sum(case when conversion_status = 'pending' then 1 else 0 end), 0)
            as pending_conversions
    from {{ ref('stg_revive__data_intermediate_ad_connection') }}
    where is_inside_window
),

facts as (
    select
        coalesce(sum(requests), 0) as requests,
        coalesce(sum(impressions), 0) as impressions,
        coalesce(sum(clicks), 0) as clicks,
        coalesce(sum(conversion_value), 0) as conversion_value,
        coalesce(sum(items), 0) as items,
        coalesce(sum(booked_revenue), 0) as booked_revenue,
        coalesce(sum(conversions), 0) as conversions,
        coalesce(sum(pending_conversions), 0) as pending_conversions
    from {{ ref('fct_delivery') }}
    where source = 'revive'
)

select facts.*
from facts
cross join summary
cross join conversions
where
    facts.requests <> summary.requests
    or facts.impressions <> summary.impressions
    or facts.clicks <> summary.clicks
    or facts.conversion_value <> summary.conversion_value
    or facts.items <> summary.items
    or facts.booked_revenue <> summary.booked_revenue
    or facts.conversions <> conversions.conversions
    or facts.pending_conversions <> conversions.pending_conversions
