{{ config(enabled=ad_metrics.is_on('revive')) }}
-- The banners with the campaign that their delivery counts for: the campaign `unknown` where the
-- server has no such campaign.
with

banners as (select * from {{ ref('ad_metrics', 'stg_revive__banners') }}),

campaigns as (select * from {{ ref('ad_metrics', 'stg_revive__campaigns') }}),

delivered as (select distinct creative_id from {{ ref('ad_metrics', 'int_revive__delivered') }})

select
    {{ ad_metrics.output('creatives', {
        'creative_id': 'banners.creative_id',
        'creative_name': 'banners.creative_name',
        'campaign_id': "coalesce(campaigns.campaign_id, 'unknown')",
        'creative_type': 'banners.creative_type',
        'width': 'banners.width',
        'height': 'banners.height',
        'is_deleted_at_source': 'banners.is_deleted_at_source',
    }) }}
from banners
left join campaigns on banners.campaign_id = campaigns.campaign_id

union all

-- A banner that is gone, or was never there, still has what was delivered under its id.
select
    {{ ad_metrics.output('creatives', {
        'creative_id': 'delivered.creative_id',
        'creative_name': "'Unknown banner ' || delivered.creative_id",
        'campaign_id': "'unknown'",
    }) }}
from delivered
left join banners on delivered.creative_id = banners.creative_id
where banners.creative_id is null
