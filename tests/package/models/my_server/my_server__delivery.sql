{{ config(materialized='view', meta={'side': 'sold'}) }}
with

report as (
    select * from {{ ref('base_my_server__report') }}
    where verdict = 'staged'
)

select
    {{ ad_metrics.output('delivery', {
        'hour_at': 'hour_at',
        'campaign_id': 'campaign_id',
        'creative_id': 'creative_id',
        'placement_id': 'placement_id',
        'currency': "'USD'",
        'impressions': 'impressions',
        'clicks': 'clicks',
    }) }}
from report
