{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
-- A platform is one place to the advertiser who buys there.
with

platforms as (select distinct platform from {{ ref('ad_metrics', 'int_marketing_spend__ads') }})

select
    {{ ad_metrics.output('placements', {
        'placement_id': 'platform',
        'placement_name': 'platform',
        'platform': 'platform',
        'website_id': 'platform',
        'website_name': 'platform',
    }) }}
from platforms
