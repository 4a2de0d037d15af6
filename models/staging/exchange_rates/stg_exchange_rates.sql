{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_exchange_rates') }}
    where verdict = 'staged'
)

select
    date_day,
    from_currency,
    to_currency,
    rate
from accepted
