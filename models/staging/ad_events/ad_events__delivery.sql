{{ config(enabled=ad_metrics.is_on('ad_events'), meta={'side': 'sold'}) }}
-- Events in the columns that every ad server's delivery has, of the days that this build restates.
-- Prices are whole millionths up to here.
{%- set events = ref('ad_metrics', 'stg_ad_events') %}
{%- set keys = [
    'events.hour_at', 'events.campaign_id', 'events.creative_id', 'events.placement_id',
    'events.country', 'events.device',
] %}
{%- set nobody_states_a_currency = 'select 1 as one from ' ~ events ~ ' where currency is null' %}

with

restated_days as (
    select utc_day
    from {{ ref('ad_metrics', 'int_restated_days') }}
    where source = 'ad_events'
),

events as (
    select *
    from {{ events }}
    where not is_invalid and utc_day in (select restated_days.utc_day from restated_days)
),

campaigns as (select * from {{ ref('ad_metrics', 'int_ad_events__campaigns') }}),

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
    {{ ad_metrics.output('delivery', {
        'hour_at': 'hour_at',
        'campaign_id': 'campaign_id',
        'creative_id': ad_metrics.event_creative_id(),
        'placement_id': 'placement_id',
        'website_id': "'unknown'",
        'country': 'country',
        'device': 'device',
        'currency': 'currency',
        'impressions': 'impressions',
        'clicks': 'clicks',
        'conversions': 'conversions',
        'impression_conversions': 'impression_conversions',
        'click_conversions': 'click_conversions',
        'items': 'items',
        'conversion_value': ad_metrics.micros_to_money('value_micros'),
        'booked_conversions': 'conversions',
        'booked_revenue': ad_metrics.micros_to_money('price_micros'),
        'books_revenue': 'price_micros is not null',
        'is_deleted_at_source': 'is_deleted_at_source',
    }) }}
from delivery
