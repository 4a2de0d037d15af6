{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- depends on {{ ref('ad_metrics', 'base_ad_events') }}, which fills both tables.
with

hours as (select * from {{ ref('ad_metrics', 'base_ad_events__hours') }}),

closed_days as (select * from {{ ref('ad_metrics', 'base_ad_events__closed_days') }})

select
    hours.raw_day as utc_day,
    {%- for column in ad_metrics.event_hour_columns() if column != 'raw_day' %}
    hours.{{ column }},
    {%- endfor %}
    closed_days.utc_day is not null as is_deleted_at_source
from hours
left join closed_days on hours.raw_day = closed_days.utc_day
