-- What ad servers and event logs delivered, before it is priced.
{%- set columns = [
    'source', 'hour_at', 'period_grain', 'creative_id', 'placement_id', 'source_rows', 'requests',
    'impressions', 'clicks', 'conversions', 'pending_conversions', 'impression_conversions',
    'click_conversions', 'conversion_value', 'items', 'booked_conversions', 'booked_revenue',
    'last_written_at', 'is_deleted_at_source', 'campaign_id', 'currency',
] %}

select
    {{ columns | join(',\n    ') }},
    advertiser_id,
    website_id,
    cast(null as {{ ad_metrics.type_text() }}) as country,
    cast(null as {{ ad_metrics.type_text() }}) as device,
    true as books_revenue
from {{ ref('int_revive__delivery') }}

union all

select
    {{ columns | join(',\n    ') }},
    -- Who has a campaign, a log says once.
    cast(null as {{ ad_metrics.type_text() }}) as advertiser_id,
    'unknown' as website_id,
    country,
    device,
    booked_revenue is not null as books_revenue
from {{ ref('int_ad_events__delivery') }}
