{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='table') }}
-- Every ad that was spent on, or the ad group or campaign where the platform tells no more, in each
-- currency that it had, with the last day of each. It goes by the newest name that anybody knows: a
-- row without one does not take it away.
{%- set names = {
    'account': ['platform', 'account_id'],
    'campaign': ['platform', 'account_id', 'campaign_id'],
    'ad_group': ['platform', 'account_id', 'campaign_id', 'ad_group_id'],
    'ad': ['platform', 'account_id', 'campaign_id', 'ad_group_id', 'ad_id'],
} %}

with

spend as (select * from {{ ref('ad_metrics', 'int_marketing_spend__rows') }}),

named as (
    select
        platform,
        account_id,
        account_name,
        campaign_id,
        campaign_name,
        ad_group_id,
        ad_group_name,
        ad_id,
        ad_name,
        advertiser_name,
        currency,
        max(date_day) as last_day
    from spend
    group by
        platform,
        account_id,
        account_name,
        campaign_id,
        campaign_name,
        ad_group_id,
        ad_group_name,
        ad_id,
        ad_name,
        advertiser_name,
        currency
),

{% for named_by, keys in names.items() -%}
{%- set name = named_by ~ '_name' -%}
{{ name }}s as (
    select
        {{ keys | join(',\n        ') }},
        {{ name }}
    from {{ ad_metrics.latest_version(
        'named', keys | join(', '), 'last_day desc, ' ~ name, name ~ ' is not null'
    ) }} as latest
),

{% endfor -%}
ads as (
    select
        platform,
        account_id,
        campaign_id,
        ad_group_id,
        ad_id,
        advertiser_name,
        currency,
        max(last_day) as last_day
    from named
    group by platform, account_id, campaign_id, ad_group_id, ad_id, advertiser_name, currency
),

known as (
    select
        ads.*,
        account_names.account_name,
        campaign_names.campaign_name,
        ad_group_names.ad_group_name,
        ad_names.ad_name
    from ads
    left join account_names
        on ads.platform = account_names.platform and ads.account_id = account_names.account_id
    left join campaign_names
        on
            ads.platform = campaign_names.platform
            and ads.account_id = campaign_names.account_id
            and ads.campaign_id = campaign_names.campaign_id
    left join ad_group_names
        on
            ads.platform = ad_group_names.platform
            and ads.account_id = ad_group_names.account_id
            and ads.campaign_id = ad_group_names.campaign_id
            and ads.ad_group_id = ad_group_names.ad_group_id
    left join ad_names
        on
            ads.platform = ad_names.platform
            and ads.account_id = ad_names.account_id
            and ads.campaign_id = ad_names.campaign_id
            -- An ad need not have a group.
            and coalesce(ads.ad_group_id, '') = coalesce(ad_names.ad_group_id, '')
            and ads.ad_id = ad_names.ad_id
),

keyed as (
    select
        *,
        {{ ad_metrics.spend_campaign_id() }} as campaign_key_id
    from known
)

select
    platform,
    account_id,
    coalesce(account_name, account_id) as account_name,
    campaign_id as platform_campaign_id,
    campaign_key_id as campaign_id,
    coalesce(campaign_name, campaign_id) as campaign_name,
    {{ ad_metrics.spend_creative_id('campaign_key_id') }} as creative_id,
    coalesce(ad_name, ad_id, ad_group_name, ad_group_id, campaign_name, campaign_id)
        as creative_name,
    case
        when ad_id is not null then 'ad'
        when ad_group_id is not null then 'all ads of an ad group'
        else 'all ads of a campaign'
    end as creative_type,
    {{ ad_metrics.spend_advertiser_id() }} as advertiser_id,
    coalesce(advertiser_name, account_name, account_id) as advertiser_name,
    currency,
    last_day,
    ad_group_id,
    ad_id,
    (
        {%- for name in [
            'account_id', 'account_name', 'campaign_id', 'campaign_name', 'ad_group_id',
            'ad_group_name', 'ad_id', 'ad_name',
        ] %}
        {{ 'or ' if not loop.first -}}
        coalesce({{ ad_metrics.looks_like_a_total(name) }}, false)
        {%- endfor %}
    ) as looks_like_a_total
from keyed
