{{ config(enabled=ad_metrics.is_on('revive')) }}
with

advertisers as (select * from {{ ref('ad_metrics', 'stg_revive__clients') }})

select
    {{ ad_metrics.output('advertisers', {
        'advertiser_id': 'advertiser_id',
        'advertiser_name': 'advertiser_name',
        'is_deleted_at_source': 'is_deleted_at_source',
    }) }}
from advertisers

union all

select
    {{ ad_metrics.output('advertisers', {
        'advertiser_id': "'unknown'",
        'advertiser_name': "'Unknown advertiser'",
    }) }}
