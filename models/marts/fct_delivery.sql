{{ config(
    materialized='incremental', incremental_strategy='restated_days',
    on_schema_change='append_new_columns',
    post_hook="{{ ad_metrics.note_fact_days(ref('int_restated_days')) }}",
) }}
{%- do ad_metrics.stop_at_missing_days(
    ref('int_revive__delivery_days'), ref('int_restated_days')
) %}

with

delivery as (select * from {{ ref('int_delivery__priced') }}),

campaigns as (select * from {{ ref('dim_campaigns') }})

select
    delivery.source,
    delivery.hour_at,
    delivery.period_grain,
    delivery.utc_day,
    delivery.date_day,
    delivery.hour_of_day,
    campaigns.advertiser_key,
    delivery.campaign_key,
    delivery.creative_key,
    delivery.placement_key,
    delivery.pricing_model,
    delivery.rate,
    delivery.currency,
    delivery.requests,
    delivery.impressions,
    delivery.clicks,
    delivery.conversions,
    delivery.pending_conversions,
    delivery.impression_conversions,
    delivery.click_conversions,
    delivery.conversion_value,
    delivery.items,
    -- The advertiser's cost and the publisher's revenue are one invoice.
    delivery.revenue as investment,
    delivery.booked_revenue,
    delivery.earned_revenue,
    delivery.revenue,
    delivery.booked_conversions,
    delivery.source_rows,
    delivery.last_written_at,
    delivery.is_deleted_at_source
from delivery
inner join campaigns on delivery.campaign_key = campaigns.campaign_key
