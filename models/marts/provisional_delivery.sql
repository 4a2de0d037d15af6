{{ config(enabled=ad_metrics.is_told('open_hours')) }}
with

open_hours as (
    {{ ad_metrics.united('open_hours') }}
),

creatives as (select * from {{ ref('ad_metrics', 'dim_creatives') }}),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }}),

placements as (select * from {{ ref('ad_metrics', 'dim_placements') }}),

keyed as (
    select
        *,
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
        {{ ad_metrics.key('source', 'placement_id') }} as placement_key
    from open_hours
)

select
    keyed.source,
    keyed.hour_at,
    keyed.campaign_key,
    campaigns.campaign_name,
    advertisers.advertiser_name,
    keyed.creative_key,
    creatives.creative_name,
    keyed.placement_key,
    placements.placement_name,
    keyed.requests,
    keyed.impressions,
    keyed.clicks,
    keyed.conversions,
    keyed.pending_conversions
from keyed
inner join campaigns on keyed.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
inner join creatives on keyed.creative_key = creatives.creative_key
inner join placements on keyed.placement_key = placements.placement_key
