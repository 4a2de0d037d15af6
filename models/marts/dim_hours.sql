{{ config(materialized='view') }}
-- The hours of the calendar, from midnight to midnight by the clock on the wall.
{%- set midnight = 'cast(dates.date_day as timestamp)' %}
with

dates as (select * from {{ ref('ad_metrics', 'dim_dates') }}),

hours as (
    {%- for hour in range(24) %}
    select {{ hour }} as hour_of_day
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
)

select
    {{ dbt.dateadd('hour', 'hours.hour_of_day', midnight) }} as date_hour,
    dates.date_day,
    hours.hour_of_day
from dates
cross join hours
