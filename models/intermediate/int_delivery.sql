-- Every source's delivery in the same columns, with amounts in the currency that it has them in.
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set local_at = ad_metrics.utc_to_local('hour_at', timezone) %}
with

sold as (select * from {{ ref('ad_metrics', 'int_delivery__priced') }}),

bought as (
    {{ ad_metrics.united('delivery', side='bought') }}
)

select
    source,
    'sold' as side,
    platform,
    country,
    device,
    hour_at,
    period_grain,
    utc_day,
    date_day,
    hour_of_day,
    advertiser_key,
    campaign_key,
    creative_key,
    placement_key,
    website_key,
    pricing_model,
    rate,
    currency as native_currency,
    requests,
    impressions,
    clicks,
    cast(conversions as {{ ad_metrics.type_quantity() }}) as conversions,
    pending_conversions,
    impression_conversions,
    click_conversions,
    items,
    conversion_value as native_conversion_value,
    -- The advertiser's cost and the publisher's revenue are one invoice.
    revenue as native_investment,
    booked_revenue as native_booked_revenue,
    earned_revenue as native_earned_revenue,
    revenue as native_revenue,
    media_cost as native_media_cost,
    booked_conversions,
    source_rows,
    last_written_at,
    is_deleted_at_source
from sold

union all

select
    source,
    'bought' as side,
    platform,
    country,
    device,
    hour_at,
    period_grain,
    cast(hour_at as date) as utc_day,
    -- A period longer than an hour has no hours to move into local days.
    cast(
        case when period_grain = 'hour' then {{ local_at }} else hour_at end as date
    ) as date_day,
    case when period_grain = 'hour' then cast(extract(hour from {{ local_at }}) as integer)
    end as hour_of_day,
    {{ ad_metrics.key('source', 'advertiser_id') }} as advertiser_key,
    {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
    {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
    {{ ad_metrics.key('source', 'placement_id') }} as placement_key,
    {{ ad_metrics.key('source', "coalesce(website_id, 'unknown')") }} as website_key,
    null as pricing_model,
    null as rate,
    currency as native_currency,
    null as requests,
    impressions,
    clicks,
    conversions,
    null as pending_conversions,
    null as impression_conversions,
    null as click_conversions,
    null as items,
    conversion_value as native_conversion_value,
    investment as native_investment,
    null as native_booked_revenue,
    null as native_earned_revenue,
    null as native_revenue,
    null as native_media_cost,
    null as booked_conversions,
    source_rows,
    null as last_written_at,
    is_deleted_at_source
from bought
