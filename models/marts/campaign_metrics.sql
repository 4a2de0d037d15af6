{#- Of a campaign that never delivered, that in which it would be shown. #}
{%- set reporting_currency = ad_metrics.setting('reporting_currency') %}
{%- set currency = "coalesce(delivery.currency, " ~ (
    "'" ~ reporting_currency ~ "'" if reporting_currency else 'campaigns.currency'
) ~ ')' %}

with

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }})

select
    campaigns.campaign_key,
    campaigns.source,
    {{ ad_metrics.side_of('campaigns.source') }} as side,
    campaigns.platform,
    campaigns.campaign_id,
    campaigns.campaign_name,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    campaigns.pricing_model,
    campaigns.rate,
    campaigns.currency as rate_currency,
    campaigns.status,
    campaigns.is_deleted_at_source,
    {{ currency }} as currency,
    min(delivery.hour_at) as first_delivery_at,
    max(delivery.hour_at) as last_delivery_at,
    {{ ad_metrics.measures(or_nothing=true) }},
    {{ ad_metrics.rates() }}
from campaigns
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
left join delivery on campaigns.campaign_key = delivery.campaign_key
-- A campaign that never delivered is listed; the unknown one only if something is unknown.
where campaigns.campaign_id <> 'unknown' or delivery.campaign_key is not null
group by
    campaigns.campaign_key,
    campaigns.source,
    campaigns.platform,
    campaigns.campaign_id,
    campaigns.campaign_name,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    campaigns.pricing_model,
    campaigns.rate,
    campaigns.status,
    campaigns.is_deleted_at_source,
    campaigns.currency,
    {{ currency }}
