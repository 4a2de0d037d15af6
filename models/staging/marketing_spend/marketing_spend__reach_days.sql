{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
with

spend as (
    select
        *,
        {{ ad_metrics.spend_campaign_id() }} as campaign_key_id
    from {{ ref('ad_metrics', 'int_marketing_spend__rows') }}
    where reach is not null
)

select
    {{ ad_metrics.output('reach_days', {
        'date_day': 'date_day',
        'campaign_id': 'campaign_key_id',
        'creative_id': ad_metrics.spend_creative_id('campaign_key_id'),
        'country': 'country',
        'impressions': 'impressions',
        'reach': 'reach',
    }) }}
from spend
