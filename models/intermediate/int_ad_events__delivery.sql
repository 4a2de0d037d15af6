-- Events in the columns that every ad server's delivery has, of the days that this build restates.
-- Prices are whole millionths up to here.
{%- set events = ref('stg_ad_events') %}
{%- set keys = [
    'events.hour_at', 'events.campaign_id', 'events.creative_id', 'events.placement_id',
    'events.country', 'events.device',
] %}
{%- set nobody_states_a_currency = 'select 1 as one from ' ~ events ~ ' where currency is null' %}

with

restated_days as (
    select utc_day
    from {{ ref('int_restated_days') }}
    where source = 'ad_events'
),

events as (
    select *
    from {{ events }}
    where not is_invalid and utc_day in (select restated_days.utc_day from restated_days)
),

campaigns as (select * from {{ ref('int_ad_events__campaigns') }}),

{% if ad_metrics.any_row(nobody_states_a_currency) -%}
-- An event without a price may lack a currency, and then belongs to its campaign's.
delivery as (
    select
        {{ keys | join(',\n        ') }},
        {{ ad_metrics.event_currency('events') }} as currency,
        {%- for measure in ad_metrics.event_measures() %}
        cast(sum(events.{{ measure }}) as bigint) as {{ measure }},
        {%- endfor %}
        max(case when events.is_deleted_at_source then 1 else 0 end) = 1 as is_deleted_at_source
    from events
    left join campaigns on events.campaign_id = campaigns.campaign_id
    group by
        {{ keys | join(',\n        ') }},
        {{ ad_metrics.event_currency('events') }}
)
{%- else -%}
delivery as (select * from events)
{%- endif %}

select
    'ad_events' as source,
    hour_at,
    'hour' as period_grain,
    {{ ad_metrics.event_creative_id() }} as creative_id,
    placement_id,
    country,
    device,
    cast(1 as bigint) as source_rows,
    cast(null as bigint) as requests,
    impressions,
    clicks,
    conversions,
    cast(null as bigint) as pending_conversions,
    impression_conversions,
    click_conversions,
    {{ ad_metrics.micros_to_money('value_micros') }} as conversion_value,
    items,
    conversions as booked_conversions,
    {{ ad_metrics.micros_to_money('price_micros') }} as booked_revenue,
    cast(null as timestamp) as last_written_at,
    is_deleted_at_source,
    campaign_id,
    currency
from delivery
