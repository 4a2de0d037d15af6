{{ config(enabled=ad_metrics.is_on('ad_events')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_ad_events__campaigns') }}
    where verdict = 'staged'
)

select
    campaign_id,
    campaign_name,
    advertiser_id,
    advertiser_name,
    pricing_model,
    rate,
    coalesce(
        noted_because not like '%pricing_model%' and noted_because not like '%rate is%', true
    ) as is_rate_readable,
    currency
from accepted
