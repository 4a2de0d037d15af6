{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    **ad_metrics.kept_by_day('raw_day')
) }}
-- The table only: base_ad_events writes its rows, in one step with what it counts of a day. What an
-- earlier version noted of that stands in base_ad_events, and is taken over once.
{{ ad_metrics.events_read_by_an_earlier_version() }}
