{{ config(
    materialized='incremental',
    **ad_metrics.by_day('date_day')
) }}
{{ ad_metrics.daily_sums(['campaign_key', 'advertiser_key']) }}
