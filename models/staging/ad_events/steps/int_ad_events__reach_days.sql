{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    materialized='event_reach',
    **ad_metrics.kept_by_day('date_day')
) }}
-- depends on {{ ref('ad_metrics', 'base_ad_events') }}
-- depends on {{ ref('ad_metrics', 'base_ad_events__read') }}
-- depends on {{ ref('ad_metrics', 'base_ad_events__closed_days') }}
{%- for table in ad_metrics.event_tables() %}
{%- do source('ad_events', table) %}
{%- endfor %}
{{ ad_metrics.no_rows(ad_metrics.reach_day_columns()) }}
