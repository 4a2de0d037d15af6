with

campaigns as (
    select * from {{ ref('base_my_server__campaigns') }}
    where verdict = 'staged'
)

select
    {{ ad_metrics.output('campaigns', {
        'campaign_id': 'campaign_id',
        'campaign_name': 'campaign_name',
        'advertiser_id': 'advertiser_name',
        'advertiser_name': 'advertiser_name',
        'pricing_model': 'pricing_model',
        'rate': 'rate',
        'currency': "'USD'",
    }) }}
from campaigns
