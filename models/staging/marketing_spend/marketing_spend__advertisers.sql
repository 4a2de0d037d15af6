{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
with

ads as (select * from {{ ref('ad_metrics', 'int_marketing_spend__ads') }})

select
    {{ ad_metrics.output('advertisers', {
        'advertiser_id': 'advertiser_id',
        'advertiser_name': 'advertiser_name',
    }) }}
from {{ ad_metrics.latest_version(
    'ads', 'advertiser_id', 'last_day desc, advertiser_name'
) }} as latest
