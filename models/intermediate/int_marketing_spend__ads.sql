-- Every ad that was spent on, or the ad group or campaign where the platform tells no more, under
-- each name and currency that it had, with the last day of each.
with

spend as (select * from {{ ref('int_marketing_spend__rows') }}),

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

keyed as (
    select
        *,
        {{ ad_metrics.spend_campaign_id() }} as campaign_key_id
    from named
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
    last_day
from keyed
