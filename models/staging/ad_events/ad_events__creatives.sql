{{ config(enabled=ad_metrics.is_on('ad_events')) }}
with

ads as (
    select distinct
        campaign_id,
        creative_id
    from {{ ref('ad_metrics', 'int_ad_events__ads') }}
    where campaign_id is not null
)

select
    {{ ad_metrics.output('creatives', {
        'creative_id': ad_metrics.event_creative_id(),
        'creative_name':
            "case when creative_id = 'unknown' then 'Unknown creative' else creative_id end",
        'campaign_id': 'campaign_id',
    }) }}
from ads
