with

delivery as (
    select distinct
        campaign_id,
        creative_id
    from {{ ref('my_server__delivery') }}
)

select
    {{ ad_metrics.output('creatives', {
        'creative_id': 'creative_id',
        'creative_name': 'creative_id',
        'campaign_id': 'campaign_id',
    }) }}
from delivery
