{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_google_ads__campaign_stats') }}
    where verdict = 'staged'
),

latest_campaigns as (
    select *
    from {{ ad_metrics.latest_version(
        ref('base_google_ads__campaign_history'), 'campaign_id', 'updated_at desc', "verdict = 'staged'"
    ) }} as latest
),

latest_accounts as (
    select *
    from {{ ad_metrics.latest_version(
        ref('base_google_ads__account_history'), 'account_id', 'updated_at desc', "verdict = 'staged'"
    ) }} as latest
)

select
    {{ ad_metrics.spend_columns({
        'date_day': 'accepted.date_day',
        'platform': "'google_ads'",
        'account_id': 'accepted.account_id',
        'account_name': 'latest_accounts.account_name',
        'campaign_id': 'accepted.campaign_id',
        'campaign_name': 'latest_campaigns.campaign_name',
        'currency': 'latest_accounts.currency',
        'investment': 'accepted.investment',
        'impressions': 'accepted.impressions',
        'clicks': 'accepted.clicks',
        'conversions': 'accepted.conversions',
        'conversion_value': 'accepted.conversion_value',
    }) }}
from accepted
left join latest_campaigns on accepted.campaign_id = latest_campaigns.campaign_id
left join latest_accounts on accepted.account_id = latest_accounts.account_id
