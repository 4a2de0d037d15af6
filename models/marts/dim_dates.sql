-- A calendar of whole years around all delivery, of which any time from 1990 to 2099 is accepted:
-- 112 years at most, as local days reach into the years beside them. Weeks start on Monday, as ISO
-- 8601 has it.
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set days_later
    = 'ten_thousands.digit * 10000 + thousands.digit * 1000 + hundreds.digit * 100'
    ~ ' + tens.digit * 10 + ones.digit' %}
{%- set days_since_a_monday = dbt.datediff("cast('1900-01-01' as date)", 'date_day', 'day') %}
{%- set next_midnight = dbt.dateadd('day', 1, 'cast(date_day as timestamp)') %}
{%- set starts_at = ad_metrics.local_to_utc('cast(date_day as timestamp)', timezone) %}
{%- set ends_at = ad_metrics.local_to_utc(next_midnight, timezone) %}

with

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

digits as (
    {%- for digit in range(10) %}
    select {{ digit }} as digit
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
),

spans as (
    select
        cast({{ dbt.date_trunc('year', 'min(date_day)') }} as date) as first_day,
        cast({{ dbt.dateadd('year', 1, dbt.date_trunc('year', 'max(date_day)')) }} as date)
            as end_day
    from delivery
),

days as (
    select
        cast({{ dbt.dateadd('day', days_later, 'spans.first_day') }} as date) as date_day,
        spans.end_day
    from spans
    cross join digits as ten_thousands
    cross join digits as thousands
    cross join digits as hundreds
    cross join digits as tens
    cross join digits as ones
    where ten_thousands.digit < 5
),

dated as (
    select
        date_day,
        mod(cast({{ days_since_a_monday }} as integer), 7)
        + 1 as day_of_week,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        cast({{ dbt.date_trunc('quarter', 'date_day') }} as date) as quarter_start,
        cast(extract(year from date_day) as integer) as year_number,
        {{ ad_metrics.minutes_between(starts_at, ends_at) }} as minutes_in_day
    from days
    where date_day < end_day
)

select
    date_day,
    day_of_week,
    case day_of_week
        when 1 then 'Monday'
        when 2 then 'Tuesday'
        when 3 then 'Wednesday'
        when 4 then 'Thursday'
        when 5 then 'Friday'
        when 6 then 'Saturday'
        when 7 then 'Sunday'
    end as day_name,
    day_of_week >= 6 as is_weekend,
    cast({{ dbt.dateadd('day', '1 - day_of_week', 'date_day') }} as date) as week_start,
    month_start,
    quarter_start,
    year_number,
    cast(minutes_in_day / 60.0 as {{ ad_metrics.type_decimal(4, 2) }}) as hours_in_day
from dated
