-- What the spend of a day is made from, as fingerprints for each currency: the builds that last
-- judged the day, and what is known of its accounts.
with

spend as (select * from {{ ref('int_marketing_spend__rows') }}),

accounts as (select * from {{ ref('stg_reference__advertiser_accounts') }}),

{% for model in ad_metrics.spend_base_models() -%}
{{ model }} as (select * from {{ ref(model) }}),

{% endfor -%}

judged as (
    {%- for model in ad_metrics.spend_base_models() %}
    select
        raw_day as utc_day,
        load_name,
        judged_in
    from {{ model }}
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
    'marketing_spend' as source,
    currency_days.utc_day,
    currency_days.currency,
    judged_days.fingerprint
from currency_days
inner join judged_days on currency_days.utc_day = judged_days.utc_day

union all

select
    'marketing_spend' as source,
    utc_day,
    currency,
    cast(
        {{ ad_metrics.row_hash(['platform', 'account_id', 'advertiser_name']) }}
        as {{ ad_metrics.type_text() }}
    ) as fingerprint
from mapped
