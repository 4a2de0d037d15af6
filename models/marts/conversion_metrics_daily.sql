{{ config(enabled=ad_metrics.is_told('conversion_types')) }}
-- Conversions as the platform tells them apart, by type and by the time after the ad in which they
-- count. A longer window has the conversions of a shorter one, and types may overlap, so nothing
-- here may be added up; what counts is in the other marts.
{%- set reporting_currency = ad_metrics.setting('reporting_currency') %}
{%- set currency = "'" ~ reporting_currency ~ "'" if reporting_currency
    else 'typed.native_currency' %}
with

conversion_types as (
    {{ ad_metrics.united('conversion_types') }}
),

typed as (
    select
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
        date_day,
        platform,
        country,
        device,
        conversion_type,
        attribution_window,
        currency as native_currency,
        conversions,
        conversion_value
    from conversion_types
),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

creatives as (select * from {{ ref('ad_metrics', 'dim_creatives') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }})

select
    typed.date_day,
    typed.platform,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    typed.campaign_key,
    campaigns.campaign_name,
    typed.creative_key,
    creatives.creative_name,
    typed.country,
    typed.device,
    typed.conversion_type,
    typed.attribution_window,
    typed.conversions,
    {{ ad_metrics.converted('typed.conversion_value') }} as conversion_value,
    {{ currency }} as currency
from typed
inner join campaigns on typed.campaign_key = campaigns.campaign_key
inner join creatives on typed.creative_key = creatives.creative_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
{%- if reporting_currency %}
left join {{ ref('ad_metrics', 'int_exchange_rates') }} as exchange_rates
    on
        typed.date_day = exchange_rates.date_day
        and typed.native_currency = exchange_rates.currency
{%- endif %}
