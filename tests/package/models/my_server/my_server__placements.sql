with

delivery as (select distinct placement_id from {{ ref('my_server__delivery') }})

select
    {{ ad_metrics.output('placements', {
        'placement_id': 'placement_id',
        'placement_name': 'placement_id',
        'website_id': 'placement_id',
        'website_name': 'placement_id',
    }) }}
from delivery
