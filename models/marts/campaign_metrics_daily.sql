with

delivery as (select * from {{ ref('fct_delivery') }}),

campaigns as (select * from {{ ref('dim_campaigns') }}),

advertisers as (select * from {{ ref('dim_advertisers') }})

select
    delivery.date_day,
    campaigns.campaign_key,
    campaigns.source,
    campaigns.campaign_id,
    campaigns.campaign_name,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    campaigns.pricing_model,
    delivery.currency,
    {{ ad_metrics.coarsest_period_grain() }} as period_grain,
    {{ ad_metrics.measures() }},
    {{ ad_metrics.rates() }}
from delivery
inner join campaigns on delivery.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
group by
    delivery.date_day,
    campaigns.campaign_key,
    campaigns.source,
    campaigns.campaign_id,
    campaigns.campaign_name,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    campaigns.pricing_model,
    delivery.currency
