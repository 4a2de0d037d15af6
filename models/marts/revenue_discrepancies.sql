-- Rows whose booked revenue is not what the rate in force earns, gathered by reason.
with

-- In the currency that the source booked in, which is that of the rate.
delivery as (
    select
        source,
        campaign_key,
        date_day,
        hour_at,
        period_grain,
        pricing_model,
        rate,
        native_currency as currency,
        impressions,
        clicks,
        conversions,
        viewable_impressions,
        video_views,
        video_completes,
        native_booked_revenue as booked_revenue,
        native_earned_revenue as earned_revenue,
        booked_conversions,
        source_rows
    from {{ ref('ad_metrics', 'fct_delivery') }}
),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }}),

compared as (
    select
        *,
        booked_revenue - earned_revenue as difference,
        -- The server rounds each of its rows to four decimals; a condensed row adds up many.
        0.00005 * case period_grain
            when 'hour' then greatest(source_rows, 1)
            when 'day' then 24
            else 745
        end as rounding,
        case when rate > 0 then booked_revenue / nullif(rate, 0) end as booked_units
    from delivery
    where
        campaign_key = {{ ad_metrics.key('source', "'unknown'") }}
        or booked_revenue <> earned_revenue
        or (booked_revenue is null and earned_revenue is not null)
        or (booked_revenue is not null and earned_revenue is null)
),

explained as (
    select
        *,
        case
            when campaign_key = {{ ad_metrics.key('source', "'unknown'") }} then 'orphan'
            when booked_revenue is null then 'not booked'
            when earned_revenue is null then 'rate edited'
            when difference between -rounding and rounding then 'rounding'
            when pricing_model = 'tenancy' then 'tenancy share'
            when pricing_model = 'cpa' and booked_conversions <> conversions then 'late conversion'
            when pricing_model = 'cpa' and booked_units = floor(booked_units) then 'late conversion'
            else 'rate edited'
        end as reason
    from compared
),

gathered as (
    select
        campaign_key,
        date_day,
        reason,
        pricing_model,
        rate,
        currency,
        {{ ad_metrics.implied_rate(
            viewable_impressions='sum(viewable_impressions)',
            video_views='sum(video_views)',
            video_completes='sum(video_completes)'
        ) }} as implied_rate,
        cast(count(*) as bigint) as delivery_rows,
        min(hour_at) as first_hour_at,
        max(hour_at) as last_hour_at,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(conversions) as bigint) as conversions,
        cast(sum(booked_revenue) as {{ ad_metrics.type_money() }}) as booked_revenue,
        cast(sum(earned_revenue) as {{ ad_metrics.type_money() }}) as earned_revenue,
        cast(sum(difference) as {{ ad_metrics.type_money() }}) as difference
    from explained
    group by campaign_key, date_day, reason, pricing_model, rate, currency
)

select
    gathered.campaign_key,
    campaigns.campaign_name,
    advertisers.advertiser_name,
    gathered.date_day,
    gathered.reason,
    gathered.pricing_model,
    gathered.rate,
    gathered.implied_rate,
    gathered.currency,
    gathered.delivery_rows,
    gathered.first_hour_at,
    gathered.last_hour_at,
    gathered.impressions,
    gathered.clicks,
    gathered.conversions,
    gathered.booked_revenue,
    gathered.earned_revenue,
    gathered.difference
from gathered
inner join campaigns on gathered.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
