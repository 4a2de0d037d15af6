-- What the server has counted in hours that its maintenance has not summarised yet. A bucket row of
-- an hour that the summary has already is one that maintenance failed to prune: it is in the facts.
{%- set hour_of_bucket = 'cast(' ~ dbt.date_trunc('hour', 'interval_start_at') ~ ' as timestamp)' %}

with

requests as (select * from {{ ref('stg_revive__data_bkt_r') }}),

impressions as (select * from {{ ref('stg_revive__data_bkt_m') }}),

clicks as (select * from {{ ref('stg_revive__data_bkt_c') }}),

conversions as (select * from {{ ref('stg_revive__data_bkt_a') }}),

summary as (select * from {{ ref('stg_revive__data_summary_ad_hourly') }}),

creatives as (select * from {{ ref('int_revive__creatives') }}),

summarised_hours as (
    select distinct cast({{ dbt.date_trunc('hour', 'hour_at') }} as timestamp) as hour_at
    from summary
),

counted as (
    select
        {{ hour_of_bucket }} as hour_at,
        creative_id,
        placement_id,
        requests,
        0 as impressions,
        0 as clicks,
        0 as conversions,
        0 as pending_conversions
    from requests

    union all

    select
        {{ hour_of_bucket }} as hour_at,
        creative_id,
        placement_id,
        0 as requests,
        impressions,
        0 as clicks,
        0 as conversions,
        0 as pending_conversions
    from impressions

    union all

    select
        {{ hour_of_bucket }} as hour_at,
        creative_id,
        placement_id,
        0 as requests,
        0 as impressions,
        clicks,
        0 as conversions,
        0 as pending_conversions
    from clicks

    union all

    select
        cast({{ dbt.date_trunc('hour', 'converted_at') }} as timestamp) as hour_at,
        creative_id,
        placement_id,
        0 as requests,
        0 as impressions,
        0 as clicks,
        case when conversion_status = 'approved' then 1 else 0 end as conversions,
        case when conversion_status = 'pending' then 1 else 0 end as pending_conversions
    from conversions
),

summed as (
    select
        counted.hour_at,
        counted.creative_id,
        counted.placement_id,
        cast(sum(counted.requests) as bigint) as requests,
        cast(sum(counted.impressions) as bigint) as impressions,
        cast(sum(counted.clicks) as bigint) as clicks,
        cast(sum(counted.conversions) as bigint) as conversions,
        cast(sum(counted.pending_conversions) as bigint) as pending_conversions
    from counted
    left join summarised_hours on counted.hour_at = summarised_hours.hour_at
    where summarised_hours.hour_at is null
    group by counted.hour_at, counted.creative_id, counted.placement_id
)

select
    'revive' as source,
    summed.*,
    -- A banner that was never known has none.
    coalesce(creatives.campaign_id, 'unknown') as campaign_id
from summed
left join creatives on summed.creative_id = creatives.creative_id
