{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false
) }}
-- The table only: base_ad_events writes its rows. What an earlier version closed stands in
-- base_ad_events, and is taken over once.
{{ ad_metrics.days_closed_by_an_earlier_version() }}
