{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='date_day',
) }}
{{ ad_metrics.daily_sums(['campaign_key']) }}
