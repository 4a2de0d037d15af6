{{ config(enabled=ad_metrics.is_on('ad_events')) }}
with

events as (select * from {{ ref('ad_metrics', 'stg_ad_events') }})

select
    {{ ad_metrics.output('invalid_traffic', {
        'hour_at': 'hour_at',
        'campaign_id': 'campaign_id',
        'placement_id': 'placement_id',
        'is_invalid': 'is_invalid',
        'impressions': 'impressions',
        'clicks': 'clicks',
        'conversions': 'conversions',
    }) }}
from events
