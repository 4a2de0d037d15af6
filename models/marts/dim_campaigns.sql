with

campaigns as (select * from {{ ref('stg_revive__campaigns') }}),

advertisers as (select * from {{ ref('stg_revive__clients') }}),

ads as (select * from {{ ref('int_marketing_spend__ads') }}),

event_campaigns as (select * from {{ ref('int_ad_events__campaigns') }}),

-- Of these, nobody tells a status, a booking or a flight.
others as (
    select
        'ad_events' as source,
        'ad_events' as platform,
        null as account_id,
        null as account_name,
        campaign_id as platform_campaign_id,
        campaign_id,
        campaign_name,
        advertiser_id,
        pricing_model,
        rate,
        currency
    from event_campaigns

    union all

    {% if ad_metrics.is_configured('revive') -%}
    select
        'revive' as source,
        'revive' as platform,
        null as account_id,
        null as account_name,
        'unknown' as platform_campaign_id,
        'unknown' as campaign_id,
        'Unknown campaign' as campaign_name,
        'unknown' as advertiser_id,
        null as pricing_model,
        null as rate,
        '{{ ad_metrics.setting("revive_currency") }}' as currency

    union all

    {% endif -%}
    select
        'marketing_spend' as source,
        platform,
        account_id,
        account_name,
        platform_campaign_id,
        campaign_id,
        campaign_name,
        advertiser_id,
        null as pricing_model,
        null as rate,
        currency
    from {{ ad_metrics.latest_version(
        'ads', 'campaign_id', 'last_day desc, campaign_name, currency'
    ) }} as latest
),

final as (
    select
        'revive' as source,
        'revive' as platform,
        null as account_id,
        null as account_name,
        campaigns.campaign_id as platform_campaign_id,
        campaigns.campaign_id,
        campaigns.campaign_name,
        coalesce(advertisers.advertiser_id, 'unknown') as advertiser_id,
        campaigns.pricing_model,
        campaigns.rate,
        '{{ ad_metrics.setting("revive_currency") }}' as currency,
        campaigns.status,
        campaigns.priority,
        campaigns.priority_level,
        campaigns.booked_impressions,
        campaigns.booked_clicks,
        campaigns.booked_conversions,
        campaigns.starts_at,
        campaigns.ends_at,
        campaigns.is_deleted_at_source
    from campaigns
    left join advertisers on campaigns.advertiser_id = advertisers.advertiser_id

    union all

    select
        *,
        null as status,
        null as priority,
        null as priority_level,
        null as booked_impressions,
        null as booked_clicks,
        null as booked_conversions,
        null as starts_at,
        null as ends_at,
        false as is_deleted_at_source
    from others
)

select
    {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
    source,
    platform,
    account_id,
    account_name,
    campaign_id,
    platform_campaign_id,
    campaign_name,
    {{ ad_metrics.key('source', 'advertiser_id') }} as advertiser_key,
    pricing_model,
    rate,
    currency,
    status,
    priority,
    priority_level,
    booked_impressions,
    booked_clicks,
    booked_conversions,
    starts_at,
    ends_at,
    is_deleted_at_source
from final
