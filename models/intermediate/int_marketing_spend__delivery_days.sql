-- What the spend of a day is made from, as a fingerprint for each account and currency: the builds
-- that last judged the day, and what is known of the account.
with

spend as (select * from {{ ref('int_marketing_spend__rows') }}),

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

account_days as (
    select distinct
        date_day as utc_day,
        platform,
        account_id,
        advertiser_name,
        currency
    from spend
)

select
    'marketing_spend' as source,
    account_days.utc_day,
    account_days.currency,
    cast({{ ad_metrics.row_hash([
        'judged_days.fingerprint', 'account_days.platform', 'account_days.account_id',
        'account_days.advertiser_name',
    ]) }} as {{ ad_metrics.type_text() }}) as fingerprint
from account_days
inner join judged_days on account_days.utc_day = judged_days.utc_day
