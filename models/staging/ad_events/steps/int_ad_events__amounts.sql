{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What the prices and values of events come to, by what became of them.
with

amounts as (
    select
        case
            when is_invalid then 'invalid'
            when is_deleted_at_source then 'deleted'
            else 'staged'
        end as verdict,
        campaign_id,
        currency,
        sum(price_micros) as price_micros,
        sum(value_micros) as value_micros
    from {{ ref('ad_metrics', 'stg_ad_events') }}
    where not (is_invalid and is_deleted_at_source)
    group by is_invalid, is_deleted_at_source, campaign_id, currency
),

campaigns as (select * from {{ ref('ad_metrics', 'int_ad_events__campaigns') }})

select
    amounts.verdict,
    {{ ad_metrics.event_currency('amounts') }} as currency,
    {{ ad_metrics.micros_to_money('amounts.price_micros') }} as booked_revenue,
    {{ ad_metrics.micros_to_money('amounts.value_micros') }} as conversion_value
from amounts
left join campaigns on amounts.campaign_id = campaigns.campaign_id
