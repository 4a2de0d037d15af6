{{ config(materialized='ephemeral') }}
-- The campaigns of every source.
with

campaigns as (
    {{ ad_metrics.united('campaigns') }}
)

select
    *,
    {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
    {{ ad_metrics.key('source', 'advertiser_id') }} as advertiser_key
from campaigns
