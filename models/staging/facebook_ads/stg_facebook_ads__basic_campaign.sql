{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_facebook_ads__basic_campaign') }}
    where verdict = 'staged'
),

latest_campaigns as (
    select *
    from {{ ad_metrics.latest_version(
        ref('base_facebook_ads__campaign_history'), 'campaign_id', 'updated_at desc', "verdict = 'staged'"
    ) }} as latest
),

latest_accounts as (
    select *
    from {{ ad_metrics.latest_version(
        ref('base_facebook_ads__account_history'), 'account_id', 'updated_at desc', "verdict = 'staged'"
    ) }} as latest
)

select
    {{ ad_metrics.spend_columns({
        'date_day': 'accepted.date_day',
        'platform': "'facebook_ads'",
        'account_id': 'accepted.account_id',
        'account_name': 'latest_accounts.account_name',
        'campaign_id': 'accepted.campaign_id',
        'campaign_name': 'latest_campaigns.campaign_name',
        'currency': 'latest_accounts.currency',
        'investment': 'accepted.investment',
        'impressions': 'accepted.impressions',
        'clicks': 'coalesce(accepted.clicks, 0)',
        'reach': 'accepted.reach',
    }) }}
from accepted
left join latest_campaigns on accepted.campaign_id = latest_campaigns.campaign_id
left join latest_accounts on accepted.account_id = latest_accounts.account_id
