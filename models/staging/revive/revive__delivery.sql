{{ config(enabled=ad_metrics.is_on('revive'), meta={'side': 'sold'}) }}
-- Revive's delivery in the columns that every source's delivery has: one row per period, creative
-- and placement, of the days that this build restates. It belongs to the campaign, advertiser and
-- website that it was delivered for (a condensed period to those of its first hour). Rows of a
-- banner that was never known belong to the campaign `unknown`.
with

restated_days as (
    select *
    from {{ ref('ad_metrics', 'int_restated_days') }}
    where source = 'revive'
),

summary as (select * from {{ ref('ad_metrics', 'stg_revive__data_summary_ad_hourly') }}),

condensed_days as (select * from {{ ref('ad_metrics', 'int_revive__condensed_days') }}),

conversions as (select * from {{ ref('ad_metrics', 'int_revive__conversions') }}),

parents as (select * from {{ ref('ad_metrics', 'int_revive__parents_in_force') }}),

measured as (
    select
        case
            when condensed_days.utc_day is not null then summary.hour_at
            else cast({{ dbt.date_trunc('hour', 'summary.hour_at') }} as timestamp)
        end as hour_at,
        coalesce(condensed_days.period_grain, 'hour') as period_grain,
        summary.creative_id,
        summary.placement_id,
        1 as source_rows,
        summary.requests,
        summary.impressions,
        summary.clicks,
        0 as conversions,
        0 as pending_conversions,
        0 as impression_conversions,
        0 as click_conversions,
        summary.conversion_value,
        summary.items,
        summary.booked_conversions,
        summary.booked_revenue,
        summary.updated_at as last_written_at,
        summary.is_deleted_at_source
    from summary
    inner join restated_days on summary.utc_day = restated_days.utc_day
    left join condensed_days
        on
            summary.utc_day = condensed_days.utc_day
            and summary.deleted_creative_id = condensed_days.deleted_creative_id

    union all

    select
        conversions.hour_at,
        conversions.period_grain,
        conversions.creative_id,
        conversions.placement_id,
        0 as source_rows,
        0 as requests,
        0 as impressions,
        0 as clicks,
        conversions.conversions,
        conversions.pending_conversions,
        conversions.impression_conversions,
        conversions.click_conversions,
        null as conversion_value,
        null as items,
        0 as booked_conversions,
        null as booked_revenue,
        null as last_written_at,
        conversions.is_deleted_at_source
    from conversions
    inner join restated_days on cast(conversions.hour_at as date) = restated_days.utc_day
),

summed as (
    select
        hour_at,
        period_grain,
        creative_id,
        placement_id,
        cast(sum(source_rows) as bigint) as source_rows,
        cast(sum(requests) as bigint) as requests,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(conversions) as bigint) as conversions,
        cast(sum(pending_conversions) as bigint) as pending_conversions,
        cast(sum(impression_conversions) as bigint) as impression_conversions,
        cast(sum(click_conversions) as bigint) as click_conversions,
        cast(sum(conversion_value) as {{ ad_metrics.type_money() }}) as conversion_value,
        cast(sum(items) as bigint) as items,
        cast(sum(booked_conversions) as bigint) as booked_conversions,
        cast(sum(booked_revenue) as {{ ad_metrics.type_money() }}) as booked_revenue,
        max(last_written_at) as last_written_at,
        max(case when is_deleted_at_source then 1 else 0 end) = 1 as is_deleted_at_source
    from measured
    group by hour_at, period_grain, creative_id, placement_id
),

with_campaign as (
    select
        summed.*,
        coalesce(parents.parent_id, 'unknown') as campaign_id
    from summed
    left join parents
        on
            parents.kind = 'creative'
            and summed.creative_id = parents.entity_id
            and {{ ad_metrics.is_in_force(
                'summed.hour_at', 'parents.valid_from', 'parents.valid_to'
            ) }}
)

select
    {{ ad_metrics.output('delivery', {
        'hour_at': 'with_campaign.hour_at',
        'period_grain': 'with_campaign.period_grain',
        'campaign_id': 'with_campaign.campaign_id',
        'advertiser_id': "coalesce(advertisers.parent_id, 'unknown')",
        'creative_id': 'with_campaign.creative_id',
        'placement_id': 'with_campaign.placement_id',
        'website_id': "case when with_campaign.placement_id = '0' then 'none'"
            ~ " else coalesce(websites.parent_id, 'unknown') end",
        'currency': "'" ~ ad_metrics.setting('revive_currency') ~ "'",
        'source_rows': 'with_campaign.source_rows',
        'requests': 'with_campaign.requests',
        'impressions': 'with_campaign.impressions',
        'clicks': 'with_campaign.clicks',
        'conversions': 'with_campaign.conversions',
        'pending_conversions': 'with_campaign.pending_conversions',
        'impression_conversions': 'with_campaign.impression_conversions',
        'click_conversions': 'with_campaign.click_conversions',
        'items': 'with_campaign.items',
        'conversion_value': 'with_campaign.conversion_value',
        'booked_conversions': 'with_campaign.booked_conversions',
        'booked_revenue': 'with_campaign.booked_revenue',
        'books_revenue': 'true',
        'last_written_at': 'with_campaign.last_written_at',
        'is_deleted_at_source': 'with_campaign.is_deleted_at_source',
    }) }}
from with_campaign
left join parents as advertisers
    on
        advertisers.kind = 'campaign'
        and with_campaign.campaign_id = advertisers.entity_id
        and {{ ad_metrics.is_in_force(
            'with_campaign.hour_at', 'advertisers.valid_from', 'advertisers.valid_to'
        ) }}
left join parents as websites
    on
        websites.kind = 'placement'
        and with_campaign.placement_id = websites.entity_id
        and {{ ad_metrics.is_in_force(
            'with_campaign.hour_at', 'websites.valid_from', 'websites.valid_to'
        ) }}
