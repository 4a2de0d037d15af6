{{ config(
    materialized='incremental',
    on_schema_change='append_new_columns',
    post_hook="{{ ad_metrics.note_fact_days(ref('ad_metrics', 'int_restated_days')) }}",
    **ad_metrics.by_restated_days('int_restated_days')
) }}
{%- do ad_metrics.stop_at_missing_days(
    ref('ad_metrics', 'int_delivery_days'), ref('ad_metrics', 'int_restated_days')
) %}
{%- set reporting_currency = ad_metrics.setting('reporting_currency') %}
{%- set currency = "'" ~ reporting_currency ~ "'" if reporting_currency
    else 'delivery.native_currency' %}
{%- set midnight = 'cast(delivery.date_day as timestamp)' %}

with

delivery as (select * from {{ ref('ad_metrics', 'int_delivery') }})

select
    delivery.source,
    delivery.side,
    delivery.platform,
    delivery.country,
    delivery.device,
    delivery.hour_at,
    delivery.period_grain,
    delivery.utc_day,
    delivery.date_day,
    delivery.hour_of_day,
    {{ dbt.dateadd('hour', 'coalesce(delivery.hour_of_day, 0)', midnight) }} as date_hour,
    delivery.advertiser_key,
    delivery.campaign_key,
    delivery.creative_key,
    delivery.placement_key,
    delivery.website_key,
    delivery.pricing_model,
    delivery.rate,
    {{ currency }} as currency,
    {%- for count in ad_metrics.counts() %}
    delivery.{{ count }},
    {%- endfor %}
    {%- for amount in ad_metrics.amounts() %}
    {{ ad_metrics.converted('delivery.native_' ~ amount) }} as {{ amount }},
    {%- endfor %}
    delivery.native_currency,
    {%- for amount in ad_metrics.amounts() %}
    delivery.native_{{ amount }},
    {%- endfor %}
    delivery.booked_conversions,
    delivery.source_rows,
    delivery.last_written_at,
    delivery.is_deleted_at_source
from delivery
{% if reporting_currency -%}
left join {{ ref('ad_metrics', 'int_exchange_rates') }} as exchange_rates
    on
        delivery.date_day = exchange_rates.date_day
        and delivery.native_currency = exchange_rates.currency
{%- endif %}
