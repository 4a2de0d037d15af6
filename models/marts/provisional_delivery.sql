with

open_hours as (
    select *
    from {{ ref('int_revive__open_hours') }}
    where not is_summarised
),

creatives as (select * from {{ ref('dim_creatives') }}),

campaigns as (select * from {{ ref('dim_campaigns') }}),

advertisers as (select * from {{ ref('dim_advertisers') }}),

placements as (select * from {{ ref('dim_placements') }}),

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
