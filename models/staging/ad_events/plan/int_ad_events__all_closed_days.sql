{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- The days that were closed before, and those that this build closes.
select utc_day
from {{ ref('ad_metrics', 'base_ad_events__closed_days') }}
{{ ad_metrics.union_distinct() }}
select utc_day
from {{ ref('ad_metrics', 'int_ad_events__pruned_days') }}
