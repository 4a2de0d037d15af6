{{ config(enabled=ad_metrics.is_on('revive')) }}
-- The websites of the server, and the one of a zone that had another website, perhaps.
with

websites as (select * from {{ ref('ad_metrics', 'stg_revive__affiliates') }})

select
    {{ ad_metrics.output('websites', {
        'website_id': 'website_id',
        'website_name': 'website_name',
    }) }}
from websites

union all

select
    {{ ad_metrics.output('websites', {
        'website_id': "'unknown'",
        'website_name': "'Unknown website'",
    }) }}
