{{ config(enabled=ad_metrics.is_on('revive')) }}
with

accepted as (
    select *
    from {{ ref('ad_metrics', 'base_revive__campaigns') }}
    where verdict in ('staged', 'deleted')
)

select
    campaign_id,
    campaign_name,
    advertiser_id,
    pricing_model,
    rate,
    coalesce(noted_because not like '%revenue%', true) as is_rate_readable,
    status,
    priority_level,
    case
        when priority_level = -2 then 'remnant by eCPM'
        when priority_level = -1 then 'override'
        when priority_level = 0 then 'remnant'
        when priority_level between 1 and 10 then 'contract'
    end as priority,
    -- Revive writes -1 for a campaign that may deliver without limit.
    case when booked_impressions >= 0 then booked_impressions end as booked_impressions,
    case when booked_clicks >= 0 then booked_clicks end as booked_clicks,
    case when booked_conversions >= 0 then booked_conversions end as booked_conversions,
    starts_at,
    ends_at,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
