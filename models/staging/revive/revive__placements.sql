{{ config(enabled=ad_metrics.is_on('revive')) }}
with

zones as (select * from {{ ref('ad_metrics', 'stg_revive__zones') }}),

websites as (select * from {{ ref('ad_metrics', 'stg_revive__affiliates') }}),

delivered as (select distinct placement_id from {{ ref('ad_metrics', 'int_revive__delivered') }})

select
    {{ ad_metrics.output('placements', {
        'placement_id': 'zones.placement_id',
        'placement_name': 'zones.placement_name',
        'website_id': "coalesce(websites.website_id, 'unknown')",
        'website_name': "coalesce(websites.website_name, 'Unknown website')",
        'width': 'zones.width',
        'height': 'zones.height',
        'cost_type': 'zones.cost_type',
        'cost': 'zones.cost',
        'is_cost_readable': 'zones.is_cost_readable',
        'cost_updated_at': 'zones.updated_at',
        'is_deleted_at_source': 'zones.is_deleted_at_source',
    }) }}
from zones
left join websites on zones.website_id = websites.website_id

union all

-- Zone 0 is a banner that a page asked for directly; any other id is a zone that is gone.
select
    {{ ad_metrics.output('placements', {
        'placement_id': 'delivered.placement_id',
        'placement_name': "case when delivered.placement_id = '0' then 'Direct selection'"
            ~ " else 'Unknown zone ' || delivered.placement_id end",
        'website_id': "case when delivered.placement_id = '0' then 'none' else 'unknown' end",
        'website_name': "case when delivered.placement_id = '0' then 'No website'"
            ~ " else 'Unknown website' end",
    }) }}
from delivered
left join zones on delivered.placement_id = zones.placement_id
where zones.placement_id is null
