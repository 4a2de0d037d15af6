{{ config(
    enabled=ad_metrics.is_on('revive'),
    materialized='incremental',
    **ad_metrics.by_day('utc_day')
) }}
-- Which creative delivered in which placement on which UTC day, and what tells its hours from a
-- condensed day: all that is asked of the whole history by every build. Days that were judged again
-- since are counted anew; each of them has a row without a creative too, so that what it had gives
-- way where it has nothing any more.
{%- set judged = ref('ad_metrics', 'base_revive__data_summary_ad_hourly') %}
{%- set judged_again = run_query(
    'select cast(utc_day as ' ~ ad_metrics.type_text() ~ ') as utc_day from ('
    ~ 'select raw_day as utc_day, judged_in from ' ~ judged ~ " where verdict = 'day'"
    ~ ' ' ~ dbt.except() ~ ' select utc_day, judged_in from ' ~ this ~ ') as judged_again'
).columns[0].values() if execute and is_incremental() %}
{#- Named one by one, as an engine skips by them what a join would have it read. -#}
{%- set of_days = 'in (' ~ ad_metrics.date_literals(judged_again) ~ ')' if is_incremental()
    else 'is not null' %}
with

delivery as (
    select *
    from {{ ref('ad_metrics', 'stg_revive__data_summary_ad_hourly') }}
    where utc_day {{ of_days }}
),

judged_days as (
    select
        raw_day as utc_day,
        judged_in
    from {{ judged }}
    where verdict = 'day' and raw_day {{ of_days }}
)

select
    judged_days.utc_day,
    judged_days.judged_in,
    delivery.creative_id,
    delivery.placement_id,
    delivery.is_deleted_at_source,
    max(case when delivery.hour_at > cast(delivery.utc_day as timestamp) then 1 else 0 end)
        as has_hours,
    min(delivery.updated_at) as first_written_at,
    max(delivery.hour_at) as last_hour_at,
    cast(count(*) as bigint) as summary_rows,
    cast(sum(delivery.impressions) as bigint) as impressions,
    min(cast(delivery.delivery_id as bigint)) as first_row_id,
    max(cast(delivery.delivery_id as bigint)) as last_row_id
from judged_days
inner join delivery on judged_days.utc_day = delivery.utc_day
group by
    judged_days.utc_day,
    judged_days.judged_in,
    delivery.creative_id,
    delivery.placement_id,
    delivery.is_deleted_at_source

union all

select
    utc_day,
    judged_in,
    null as creative_id,
    null as placement_id,
    null as is_deleted_at_source,
    0 as has_hours,
    null as first_written_at,
    null as last_hour_at,
    0 as summary_rows,
    0 as impressions,
    null as first_row_id,
    null as last_row_id
from judged_days
