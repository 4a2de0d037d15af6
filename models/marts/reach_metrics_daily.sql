-- How many people saw a campaign, an ad group or an ad on a day. People who are counted on two days
-- or in two campaigns are the same people, so nothing here may be added up.
with

spend as (
    select
        {{ ad_metrics.key("'marketing_spend'", ad_metrics.spend_campaign_id()) }} as campaign_key,
        {{ ad_metrics.spend_creative_id(
            ad_metrics.key("'marketing_spend'", ad_metrics.spend_campaign_id())
        ) }} as creative_key,
        date_day,
        platform,
        country,
        impressions,
        reach
    from {{ ref('int_marketing_spend__rows') }}
    where reach is not null
),

campaigns as (select * from {{ ref('dim_campaigns') }}),

creatives as (select * from {{ ref('dim_creatives') }}),

advertisers as (select * from {{ ref('dim_advertisers') }})

select
    spend.date_day,
    spend.platform,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    spend.campaign_key,
    campaigns.campaign_name,
    spend.creative_key,
    creatives.creative_name,
    spend.country,
    spend.impressions,
    spend.reach,
    {{ ad_metrics.frequency('spend.impressions', 'spend.reach') }} as frequency
from spend
inner join campaigns on spend.campaign_key = campaigns.campaign_key
inner join creatives on spend.creative_key = creatives.creative_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
