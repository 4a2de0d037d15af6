{{ config(enabled=ad_metrics.is_on('revive')) }}
-- What the server has counted in buckets: of hours that its maintenance has not summarised yet, and
-- what is left of those that it has (`is_summarised`), which it failed to prune. That is in the
-- facts where the summary has its banner and zone (`is_in_summary`); else it is nowhere, but told.
{%- set hour_of_bucket = 'cast(' ~ dbt.date_trunc('hour', 'interval_start_at') ~ ' as timestamp)' %}

with

requests as (select * from {{ ref('ad_metrics', 'stg_revive__data_bkt_r') }}),

impressions as (select * from {{ ref('ad_metrics', 'stg_revive__data_bkt_m') }}),

clicks as (select * from {{ ref('ad_metrics', 'stg_revive__data_bkt_c') }}),

conversions as (select * from {{ ref('ad_metrics', 'stg_revive__data_bkt_a') }}),

summary as (select * from {{ ref('ad_metrics', 'stg_revive__data_summary_ad_hourly') }}),

parents as (select * from {{ ref('ad_metrics', 'int_revive__parents_in_force') }}),

summarised_rows as (
    select distinct
        cast({{ dbt.date_trunc('hour', 'hour_at') }} as timestamp) as hour_at,
        creative_id,
        placement_id
    from summary
),

summarised_hours as (select distinct hour_at from summarised_rows),

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
        hour_at,
        creative_id,
        placement_id,
        cast(sum(requests) as bigint) as requests,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(conversions) as bigint) as conversions,
        cast(sum(pending_conversions) as bigint) as pending_conversions
    from counted
    group by hour_at, creative_id, placement_id
),

-- The summary has that hour at `period_at`: as such, or in its day or month.
placed as (
    select * from {{ ad_metrics.in_revive_periods('summed', 'hour_at') }} as in_periods
)

select
    placed.hour_at,
    placed.creative_id,
    placed.placement_id,
    placed.requests,
    placed.impressions,
    placed.clicks,
    placed.conversions,
    placed.pending_conversions,
    -- A banner that was never known has none.
    coalesce(parents.parent_id, 'unknown') as campaign_id,
    summarised_hours.hour_at is not null as is_summarised,
    summarised_rows.hour_at is not null as is_in_summary
from placed
left join parents
    on
        parents.kind = 'creative'
        and placed.creative_id = parents.entity_id
        and {{ ad_metrics.is_in_force('placed.hour_at', 'parents.valid_from', 'parents.valid_to') }}
left join summarised_hours on placed.period_at = summarised_hours.hour_at
left join summarised_rows
    on
        placed.period_at = summarised_rows.hour_at
        and placed.creative_id = summarised_rows.creative_id
        and placed.placement_id = summarised_rows.placement_id
