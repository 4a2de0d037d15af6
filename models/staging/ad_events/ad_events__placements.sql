{{ config(enabled=ad_metrics.is_on('ad_events')) }}
with

ads as (
    select distinct placement_id
    from {{ ref('ad_metrics', 'int_ad_events__ads') }}
    where campaign_id is not null
)

select
    {{ ad_metrics.output('placements', {
        'placement_id': 'placement_id',
        'placement_name':
            "case when placement_id = 'unknown' then 'Unknown placement' else placement_id end",
    }) }}
from ads
