{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- Every campaign that events were ever counted for or that the log's own list has.
with

listed as (select * from {{ ref('ad_metrics', 'stg_ad_events__campaigns') }}),

delivered as (
    select distinct campaign_id
    from {{ ref('ad_metrics', 'int_ad_events__ads') }}
    where campaign_id is not null
),

-- Of a campaign whose currency nobody states, that of its events, if they have one only.
currencies as (
    select
        campaign_id,
        case when min(currency) = max(currency) then min(currency) end as currency
    from {{ ref('ad_metrics', 'int_ad_events__campaign_days') }}
    where campaign_id is not null
    group by campaign_id
),

campaign_ids as (
    select campaign_id from listed
    {{ ad_metrics.union_distinct() }}
    select campaign_id from delivered
)

select
    campaign_ids.campaign_id,
    coalesce(listed.campaign_name, campaign_ids.campaign_id) as campaign_name,
    coalesce(listed.advertiser_id, 'unknown') as advertiser_id,
    case
        when listed.advertiser_id is null then 'Unknown advertiser'
        else coalesce(listed.advertiser_name, listed.advertiser_id)
    end as advertiser_name,
    listed.pricing_model,
    listed.rate,
    listed.is_rate_readable,
    coalesce(listed.currency, currencies.currency, {{ ad_metrics.currency_not_stated() }})
        as currency
from campaign_ids
left join listed on campaign_ids.campaign_id = listed.campaign_id
left join currencies on campaign_ids.campaign_id = currencies.campaign_id
