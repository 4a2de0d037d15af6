-- Conversions as the platform tells them apart, by type and by the time after the ad in which they
-- count. A longer window has the conversions of a shorter one, and types may overlap, so nothing
-- here may be added up; what counts is in the other marts.
{%- set reporting_currency = ad_metrics.setting('reporting_currency') %}
{%- set currency = "'" ~ reporting_currency ~ "'" if reporting_currency
    else 'spend.native_currency' %}
{#- Asked for in any case, so that the graph is the same with and without a reporting currency. #}
{%- set rates = ref('int_exchange_rates') %}

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
        device,
        conversion_type,
        attribution_window,
        currency as native_currency,
        conversions,
        conversion_value
    from {{ ref('int_marketing_spend__rows') }}
    where conversion_type is not null or attribution_window is not null
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
    spend.device,
    spend.conversion_type,
    spend.attribution_window,
    spend.conversions,
    {{ ad_metrics.converted('spend.conversion_value') }} as conversion_value,
    {{ currency }} as currency
from spend
inner join campaigns on spend.campaign_key = campaigns.campaign_key
inner join creatives on spend.creative_key = creatives.creative_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
{%- if reporting_currency %}
left join {{ rates }} as exchange_rates
    on
        spend.date_day = exchange_rates.date_day
        and spend.native_currency = exchange_rates.currency
{%- endif %}
