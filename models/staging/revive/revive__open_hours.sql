{{ config(enabled=ad_metrics.is_on('revive')) }}
with

open_hours as (
    select * from {{ ref('ad_metrics', 'int_revive__open_hours') }}
    where not is_summarised
)

select
    {{ ad_metrics.output('open_hours', {
        'hour_at': 'hour_at',
        'campaign_id': 'campaign_id',
        'creative_id': 'creative_id',
        'placement_id': 'placement_id',
        'requests': 'requests',
        'impressions': 'impressions',
        'clicks': 'clicks',
        'conversions': 'conversions',
        'pending_conversions': 'pending_conversions',
    }) }}
from open_hours
