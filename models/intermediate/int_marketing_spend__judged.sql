-- Every judged row of every platform's spend, with the currency that it is in as far as anybody
-- says.
{%- set is_counted = ad_metrics.spend_is_counted('coalesce(investment, investment_from_micros)') %}

with

-- A platform tells one currency of an account; our own layout may have several.
platform_accounts as (
    select distinct
        'campaign_stats' as raw_table,
        account_id,
        currency
    from {{ ref('stg_google_ads__campaign_stats') }}

    union all

    select distinct
        'basic_campaign' as raw_table,
        account_id,
        currency
    from {{ ref('stg_facebook_ads__basic_campaign') }}
),

accounts as (select * from {{ ref('stg_reference__advertiser_accounts') }}),

judged_rows as (
    select
        'marketing_spend' as raw_table,
        verdict,
        load_name,
        raw_place,
        raw_day,
        raw_rows_read,
        platform,
        account_id,
        currency,
        case when {{ is_counted }} then impressions end as impressions,
        case when {{ is_counted }} then clicks end as clicks,
        case when {{ is_counted }} then conversions end as conversions,
        case when {{ is_counted }} then coalesce(conversion_value, conversion_value_from_micros) end
            as conversion_value,
        case when {{ is_counted }} then coalesce(investment, investment_from_micros) end
            as investment
    from {{ ref('base_marketing_spend') }}

    union all

    select
        'ad_reporting__campaign_report' as raw_table,
        verdict,
        load_name,
        raw_place,
        raw_day,
        raw_rows_read,
        platform,
        coalesce(account_id, 'unknown') as account_id,
        null as currency,
        impressions,
        clicks,
        conversions,
        conversion_value,
        investment
    from {{ ref('base_ad_reporting__campaign_report') }}

    union all

    select
        'campaign_stats' as raw_table,
        verdict,
        load_name,
        raw_place,
        raw_day,
        raw_rows_read,
        'google_ads' as platform,
        account_id,
        null as currency,
        impressions,
        clicks,
        conversions,
        conversion_value,
        investment
    from {{ ref('base_google_ads__campaign_stats') }}

    union all

    select
        'basic_campaign' as raw_table,
        verdict,
        load_name,
        raw_place,
        raw_day,
        raw_rows_read,
        'facebook_ads' as platform,
        account_id,
        null as currency,
        impressions,
        clicks,
        null as conversions,
        null as conversion_value,
        investment
    from {{ ref('base_facebook_ads__basic_campaign') }}
)

select
    judged_rows.raw_table,
    judged_rows.verdict,
    judged_rows.load_name,
    judged_rows.raw_place,
    judged_rows.raw_day,
    judged_rows.raw_rows_read,
    case
        when judged_rows.verdict <> 'day'
            then coalesce(
                judged_rows.currency,
                platform_accounts.currency,
                accounts.currency,
                {{ ad_metrics.currency_not_stated() }}
            )
    end as currency,
    judged_rows.impressions,
    judged_rows.clicks,
    judged_rows.conversions,
    judged_rows.conversion_value,
    judged_rows.investment
from judged_rows
left join platform_accounts
    on
        judged_rows.raw_table = platform_accounts.raw_table
        and judged_rows.account_id = platform_accounts.account_id
left join accounts
    on judged_rows.platform = accounts.platform and judged_rows.account_id = accounts.account_id
