-- The key of a platform's campaign is spelled as the rows of spend are.
{%- set platform = dbt.split_part('campaign_key', "':'", 2) %}
{%- set account = dbt.split_part('campaign_key', "':'", 3) %}
{%- set campaign = dbt.split_part('campaign_key', "':'", 4) %}

with

typed as (
    {{ ad_metrics.seed_rows('campaign_targets', {
        'campaign_key': ad_metrics.type_text(),
        'booked_impressions': 'bigint',
        'budget': ad_metrics.type_money(),
        'currency': ad_metrics.type_text(),
        'starts_on': 'date',
        'ends_on': 'date',
    }) }}
)

select
    case
        when {{ ad_metrics.matches('campaign_key', ' *marketing_spend:[^:]+:[^:]+:[^:]+') }}
            then
                'marketing_spend:' || {{ ad_metrics.platform_name(platform) }}
                || ':' || {{ ad_metrics.account_number(ad_metrics.spend_id(account)) }}
                || ':' || {{ ad_metrics.spend_id(campaign) }}
        else {{ ad_metrics.trimmed('campaign_key') }}
    end as campaign_key,
    booked_impressions,
    budget,
    nullif(upper({{ ad_metrics.trimmed('currency') }}), '') as currency,
    starts_on,
    ends_on
from typed
