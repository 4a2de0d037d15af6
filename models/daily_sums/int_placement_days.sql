{{ config(
    materialized='incremental',
    on_schema_change='append_new_columns',
    **ad_metrics.by_day('date_day')
) }}
{{ ad_metrics.daily_sums(['placement_key', 'website_key']) }}
