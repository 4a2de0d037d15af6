-- The banners with the campaign that their delivery counts for: the campaign `unknown` where the
-- server has no such campaign.
with

banners as (select * from {{ ref('stg_revive__banners') }}),

campaigns as (select * from {{ ref('stg_revive__campaigns') }})

select
    banners.creative_id,
    banners.creative_name,
    coalesce(campaigns.campaign_id, 'unknown') as campaign_id,
    banners.creative_type,
    banners.width,
    banners.height,
    banners.is_deleted_at_source
from banners
left join campaigns on banners.campaign_id = campaigns.campaign_id
