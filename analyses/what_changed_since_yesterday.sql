-- What did each campaign deliver and earn on the last day that is over, and how much more is that
-- than on the day before? A day that is still going on is left out, or everything would seem to
-- fall. Currencies stand apart. What moved most money comes first.
with

days as (select * from {{ ref('ad_metrics', 'campaign_metrics_daily') }}),

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

last_days as (
    select
        source,
        platform,
        max(date_day) as last_day
    from delivery
    where period_grain = 'day' or (period_grain = 'hour' and hour_of_day = 23)
    group by source, platform
),

both_days as (
    select
        last_days.last_day,
        days.*,
        case when days.date_day = last_days.last_day then 1 else 0 end as is_last
    from days
    inner join last_days
        on
            days.source = last_days.source
            and days.platform is not distinct from last_days.platform
            and days.date_day
            between {{ dbt.dateadd('day', -1, 'last_days.last_day') }} and last_days.last_day
),

campaigns as (
    select
        last_day,
        campaign_key,
        campaign_name,
        currency,
        sum(is_last * impressions) as impressions,
        sum((1 - is_last) * impressions) as impressions_before,
        sum(is_last * revenue) as revenue,
        sum((1 - is_last) * revenue) as revenue_before
    from both_days
    group by last_day, campaign_key, campaign_name, currency
),

rates as (
    select
        *,
        {{ ad_metrics.ecpm('revenue', 'impressions') }} as ecpm,
        {{ ad_metrics.ecpm('revenue_before', 'impressions_before') }} as ecpm_before
    from campaigns
)

select
    last_day,
    campaign_name,
    cast(impressions as bigint) as impressions,
    cast(impressions - impressions_before as bigint) as change,
    currency,
    cast(revenue as decimal(18, 2)) as revenue,
    cast(revenue - revenue_before as decimal(18, 2)) as revenue_change,
    cast(ecpm as decimal(18, 4)) as ecpm,
    cast(ecpm - ecpm_before as decimal(18, 4)) as ecpm_change
from rates
where
    impressions is distinct from impressions_before or revenue is distinct from revenue_before
order by abs(revenue - revenue_before) desc nulls last, campaign_name
