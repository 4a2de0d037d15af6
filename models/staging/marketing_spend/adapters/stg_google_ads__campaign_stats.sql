{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='ephemeral') }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_google_ads__campaign_stats') }}
    where verdict = 'staged'
),

campaign_names as (
    select *
    from {{ ad_metrics.newest_known(
        ref('ad_metrics', 'base_google_ads__campaign_history'), 'campaign_id', 'campaign_name'
    ) }} as latest
),

account_names as (
    select *
    from {{ ad_metrics.newest_known(
        ref('ad_metrics', 'base_google_ads__account_history'), 'account_id', 'account_name'
    ) }} as latest
),

account_currencies as (
    select *
    from {{ ad_metrics.newest_known(
        ref('ad_metrics', 'base_google_ads__account_history'), 'account_id', 'currency'
    ) }} as latest
)

select
    {{ ad_metrics.spend_columns({
        'date_day': 'accepted.date_day',
        'platform': "'google_ads'",
        'account_id': 'accepted.account_id',
        'account_name': 'account_names.account_name',
        'campaign_id': 'accepted.campaign_id',
        'campaign_name': 'campaign_names.campaign_name',
        'currency': 'account_currencies.currency',
        'investment': 'accepted.investment',
        'impressions': 'accepted.impressions',
        'clicks': 'accepted.clicks',
        'conversions': 'accepted.conversions',
        'conversion_value': 'accepted.conversion_value',
    }) }}
from accepted
left join campaign_names on accepted.campaign_id = campaign_names.campaign_id
left join account_names on accepted.account_id = account_names.account_id
left join account_currencies on accepted.account_id = account_currencies.account_id
