-- Every platform's spend, as given, with the advertiser that the account belongs to and its
-- currency.
{%- set spend = [
    ref('stg_marketing_spend'), ref('stg_ad_reporting__campaign_report'),
    ref('stg_google_ads__campaign_stats'), ref('stg_facebook_ads__basic_campaign'),
] %}

with

spend as (
    {%- for table in spend %}
    select * from {{ table }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

accounts as (select * from {{ ref('stg_reference__advertiser_accounts') }})

select
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
    spend.investment,
    spend.impressions,
    spend.clicks,
    spend.conversions,
    spend.conversion_type,
    spend.attribution_window,
    spend.conversion_value,
    spend.reach
from spend
left join accounts
    on spend.platform = accounts.platform and spend.account_id = accounts.account_id
