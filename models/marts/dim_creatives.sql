with

creatives as (
    {{ ad_metrics.united('creatives') }}
)

select
    {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
    source,
    creative_id,
    creative_name,
    {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
    creative_type,
    width,
    height,
    is_deleted_at_source
from creatives
