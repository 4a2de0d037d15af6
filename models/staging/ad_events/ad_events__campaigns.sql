{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- Of a campaign that the log's own list does not have, nobody tells a rate: is_rate_readable is
-- null.
with

campaigns as (select * from {{ ref('ad_metrics', 'int_ad_events__campaigns') }})

select
    {{ ad_metrics.output('campaigns', {
        'campaign_id': 'campaign_id',
        'campaign_name': 'campaign_name',
        'advertiser_id': 'advertiser_id',
        'advertiser_name': 'advertiser_name',
        'pricing_model': 'pricing_model',
        'rate': 'rate',
        'is_rate_readable': 'is_rate_readable',
        'currency': 'currency',
    }) }}
from campaigns
