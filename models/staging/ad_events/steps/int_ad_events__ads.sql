{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    materialized='incremental',
    incremental_strategy='append'
) }}
-- Every campaign, creative and placement that events were ever counted for. Only days that were
-- counted since the last build are asked; `judged_in` says, in rows without an ad, of which builds
-- this has the ads.
with

judged_days as (
    select distinct
        utc_day,
        judged_in
    from {{ ref('ad_metrics', 'base_ad_events__read') }}
    where not is_late
),

events as (select * from {{ ref('ad_metrics', 'stg_ad_events') }}),

new_days as (
    select *
    from judged_days
    {%- if is_incremental() %}
    where
        judged_in not in (
            select known.judged_in
            from {{ this }} as known
            where known.judged_in is not null
        )
    {%- endif %}
),

ads as (
    select distinct
        campaign_id,
        creative_id,
        placement_id
    from events
    where utc_day in (select new_days.utc_day from new_days)
)

select
    ads.campaign_id,
    ads.creative_id,
    ads.placement_id,
    cast(null as {{ ad_metrics.type_text() }}) as judged_in
from ads
{%- if is_incremental() %}
left join {{ this }} as known
    on
        ads.campaign_id = known.campaign_id
        and ads.creative_id = known.creative_id
        and ads.placement_id = known.placement_id
where known.campaign_id is null
{%- endif %}

union all

select distinct
    cast(null as {{ ad_metrics.type_text() }}) as campaign_id,
    cast(null as {{ ad_metrics.type_text() }}) as creative_id,
    cast(null as {{ ad_metrics.type_text() }}) as placement_id,
    judged_in
from new_days
