{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
with

spend as (
    select
        *,
        {{ ad_metrics.spend_campaign_id() }} as campaign_key_id
    from {{ ref('ad_metrics', 'int_marketing_spend__rows') }}
    where conversion_type is not null or attribution_window is not null
)

select
    {{ ad_metrics.output('conversion_types', {
        'date_day': 'date_day',
        'campaign_id': 'campaign_key_id',
        'creative_id': ad_metrics.spend_creative_id('campaign_key_id'),
        'platform': 'platform',
        'country': 'country',
        'device': 'device',
        'conversion_type': 'conversion_type',
        'attribution_window': 'attribution_window',
        'currency': 'currency',
        'conversions': 'conversions',
        'conversion_value': 'conversion_value',
    }) }}
from spend
