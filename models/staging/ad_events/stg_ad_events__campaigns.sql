{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_ad_events__campaigns') }}
    where verdict = 'staged'
)

select
    campaign_id,
    campaign_name,
    advertiser_id,
    advertiser_name,
    pricing_model,
    rate,
    currency
from accepted
