{{ config(enabled=ad_metrics.is_told('reach')) }}
-- How many people saw a campaign in its lifetime. The same people see several campaigns, so nothing
-- here may be added up.
with

reach as (
    {{ ad_metrics.united('reach') }}
),

-- An estimate may be above the impressions, which nobody was reached without.
campaign_reach as (
    select
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        first_day,
        last_day,
        impressions,
        impressions_without_user,
        is_exact,
        relative_standard_error,
        case when reach > impressions then impressions else reach end as reach
    from reach
),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }})

select
    campaigns.source,
    campaigns.platform,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    campaign_reach.campaign_key,
    campaigns.campaign_name,
    campaign_reach.first_day,
    campaign_reach.last_day,
    campaign_reach.impressions,
    campaign_reach.impressions_without_user,
    campaign_reach.reach,
    {{ ad_metrics.frequency('campaign_reach.impressions', 'campaign_reach.reach') }} as frequency,
    campaign_reach.is_exact,
    campaign_reach.relative_standard_error
from campaign_reach
inner join campaigns on campaign_reach.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
