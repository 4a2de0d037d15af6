{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    materialized='incremental',
    **ad_metrics.by_day('utc_day')
) }}
-- The campaigns of each UTC day and the currencies of their events. Only days that were counted
-- since are looked up anew; each has a row without a campaign too, so that what a day had gives way
-- where it has nothing any more.
with

counted as (
    select
        read_days.utc_day,
        coalesce(max(closed_days.judged_in), max(read_days.judged_in)) as judged_in
    from {{ ref('ad_metrics', 'base_ad_events__read') }} as read_days
    left join {{ ref('ad_metrics', 'base_ad_events__closed_days') }} as closed_days
        on read_days.utc_day = closed_days.utc_day
    where not read_days.is_late
    group by read_days.utc_day
),

{% if is_incremental() -%}
before as (select * from {{ this }} where campaign_id is null),

{% endif -%}
changed as (
    {%- if is_incremental() %}
    select
        coalesce(counted.utc_day, before.utc_day) as utc_day,
        counted.judged_in
    from counted
    full outer join before on counted.utc_day = before.utc_day
    where coalesce(counted.judged_in, '') <> coalesce(before.judged_in, '')
    {%- else %}
    select * from counted
    {%- endif %}
),

events as (select * from {{ ref('ad_metrics', 'stg_ad_events') }})

select
    utc_day,
    cast(null as {{ ad_metrics.type_text() }}) as campaign_id,
    cast(null as {{ ad_metrics.type_text() }}) as currency,
    judged_in
from changed

union all

select distinct
    events.utc_day,
    events.campaign_id,
    events.currency,
    changed.judged_in
from events
inner join changed on events.utc_day = changed.utc_day
where not events.is_invalid
