{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
-- What the spend of a day is made from, as fingerprints for each currency: the builds that last
-- judged the day, and what is known of its accounts.
with

spend as (select * from {{ ref('ad_metrics', 'int_marketing_spend__rows') }}),

accounts as (select * from {{ ref('ad_metrics', 'stg_reference__advertiser_accounts') }}),

judged as (
    {%- for adapter in ad_metrics.spend_adapters() %}
    select
        raw_day as utc_day,
        load_name,
        judged_in
    from {{ adapter.judged }}
    where verdict = 'day'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

judged_days as (
    select
        utc_day,
        cast(
            sum({{ ad_metrics.row_hash(['load_name', 'judged_in']) }})
            as {{ ad_metrics.type_text() }}
        ) as fingerprint
    from judged
    group by utc_day
),

-- What advertiser an account belongs to is known by itself, and for few accounts.
mapped as (
    select distinct
        spend.date_day as utc_day,
        spend.currency,
        accounts.platform,
        accounts.account_id,
        accounts.advertiser_name
    from spend
    inner join accounts
        on spend.platform = accounts.platform and spend.account_id = accounts.account_id
),

currency_days as (
    select distinct
        date_day as utc_day,
        currency
    from spend
)

select
    {{ ad_metrics.output('days', {
        'utc_day': 'currency_days.utc_day',
        'currency': 'currency_days.currency',
        'fingerprint': 'judged_days.fingerprint',
        'has_hours': 'false',
    }) }}
from currency_days
inner join judged_days on currency_days.utc_day = judged_days.utc_day

union all

select
    {{ ad_metrics.output('days', {
        'utc_day': 'utc_day',
        'currency': 'currency',
        'fingerprint': 'cast(' ~ ad_metrics.row_hash(['platform', 'account_id', 'advertiser_name'])
            ~ ' as ' ~ ad_metrics.type_text() ~ ')',
        'has_hours': 'false',
    }) }}
from mapped
