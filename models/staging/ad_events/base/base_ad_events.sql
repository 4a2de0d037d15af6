{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    materialized='judged_events',
    **ad_metrics.kept_by_day('raw_day')
) }}
{{ ad_metrics.stop_if_a_source_is_off() }}
{{ ad_metrics.stop_at_lost_days() }}
-- depends_on: {{ ref('ad_metrics', 'base_ad_events__hours') }}
-- depends_on: {{ ref('ad_metrics', 'base_ad_events__read') }}
-- depends_on: {{ ref('ad_metrics', 'base_ad_events__closed_days') }}
-- depends_on: {{ ref('ad_metrics', 'int_ad_events__loads') }}
-- depends_on: {{ ref('ad_metrics', 'int_ad_events__lost_days') }}
-- depends_on: {{ ref('ad_metrics', 'int_ad_events__pruned_days') }}
-- depends_on: {{ ref('ad_metrics', 'int_ad_events__late') }}
-- depends_on: {{ ref('ad_metrics', 'int_ad_events__windows') }}
{%- for table in ad_metrics.event_tables() %}
{%- do source('ad_events', table) %}
{%- endfor %}
{{ ad_metrics.no_rows(ad_metrics.judged_event_columns()) }}
