{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    **ad_metrics.kept_by_day('raw_day')
) }}
-- The table only: base_ad_events writes its rows, a day together with what became of its events.
{{ ad_metrics.no_rows(ad_metrics.event_hour_columns()) }}
