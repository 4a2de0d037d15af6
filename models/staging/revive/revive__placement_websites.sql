{{ config(enabled=ad_metrics.is_on('revive')) }}
with

parents as (
    select * from {{ ref('ad_metrics', 'int_revive__parents_in_force') }}
    where kind = 'placement'
)

select
    {{ ad_metrics.output('placement_websites', {
        'placement_id': 'entity_id',
        'website_id': 'parent_id',
        'valid_from': 'valid_from',
        'valid_to': 'valid_to',
    }) }}
from parents
