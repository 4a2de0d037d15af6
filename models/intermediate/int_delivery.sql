-- Every source's delivery in the same columns, with amounts in the currency that it has them in.
{%- set registry = ad_metrics.measure_registry() %}
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
    {%- for count in ad_metrics.counts() %}
    {{ count }},
    {%- endfor %}
    -- The advertiser's cost and the publisher's revenue are one invoice.
    {%- for amount in ad_metrics.amounts() %}
    {{ 'revenue' if amount == 'investment' else amount }} as native_{{ amount }},
    {%- endfor %}
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
    {%- for measure in ad_metrics.counts() + ad_metrics.amounts() %}
    {{ 'null' if registry[measure].side == 'sold' else measure }}
        as {{ 'native_' if registry[measure].kind == 'money' }}{{ measure }},
    {%- endfor %}
    null as booked_conversions,
    source_rows,
    null as last_written_at,
    is_deleted_at_source
from bought
