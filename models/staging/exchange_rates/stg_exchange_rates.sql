{{ config(enabled=ad_metrics.is_on('exchange_rates')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_exchange_rates') }}
    where verdict = 'staged'
)

select
    date_day,
    from_currency,
    to_currency,
    rate
from accepted
