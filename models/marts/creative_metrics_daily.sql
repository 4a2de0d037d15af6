with

delivery as (select * from {{ ref('fct_delivery') }}),

campaigns as (select * from {{ ref('dim_campaigns') }}),

advertisers as (select * from {{ ref('dim_advertisers') }}),

creatives as (select * from {{ ref('dim_creatives') }})

select
    delivery.date_day,
    creatives.creative_key,
    creatives.source,
    creatives.creative_id,
    creatives.creative_name,
    campaigns.campaign_key,
    campaigns.campaign_name,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    delivery.currency,
    {{ ad_metrics.coarsest_period_grain() }} as period_grain,
    {{ ad_metrics.measures() }},
    {{ ad_metrics.rates() }}
from delivery
inner join creatives on delivery.creative_key = creatives.creative_key
inner join campaigns on delivery.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
group by
    delivery.date_day,
    creatives.creative_key,
    creatives.source,
    creatives.creative_id,
    creatives.creative_name,
    campaigns.campaign_key,
    campaigns.campaign_name,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    delivery.currency
