{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
-- Every platform's spend, as given, with the advertiser that the account belongs to and its
-- currency.
with

spend as (
    {%- for adapter in ad_metrics.spend_adapters() %}
    select
        *,
        '{{ adapter.layout }}' as layout
    from {{ adapter.rows }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

accounts as (select * from {{ ref('ad_metrics', 'stg_reference__advertiser_accounts') }})

select
    spend.layout,
    spend.date_day,
    spend.platform,
    spend.account_id,
    spend.account_name,
    spend.campaign_id,
    spend.campaign_name,
    spend.ad_group_id,
    spend.ad_group_name,
    spend.ad_id,
    spend.ad_name,
    spend.country,
    spend.device,
    accounts.advertiser_name,
    -- Where neither the platform nor the mapping says, it is the reporting currency, or XXX: ISO
    -- 4217's code for none.
    coalesce(spend.currency, accounts.currency, {{ ad_metrics.currency_not_stated() }}) as currency,
    spend.conversion_type,
    spend.attribution_window,
    {%- for measure in ad_metrics.spend_measures() %}
    spend.{{ measure }},
    {%- endfor %}
    spend.reach
from spend
left join accounts
    on spend.platform = accounts.platform and spend.account_id = accounts.account_id
