{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
with

ads as (select * from {{ ref('ad_metrics', 'int_marketing_spend__ads') }})

select
    {{ ad_metrics.output('creatives', {
        'creative_id': 'creative_id',
        'creative_name': 'creative_name',
        'campaign_id': 'campaign_id',
        'creative_type': 'creative_type',
    }) }}
from {{ ad_metrics.latest_version(
    'ads', 'creative_id', 'last_day desc, creative_name'
) }} as latest
