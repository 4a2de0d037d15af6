-- What was booked for a campaign beside what it delivered and spent, per flight. Delivery counts on
-- the days of the flight. Amounts are those that the source charged, compared in the currency of
-- the budget, so that nothing is converted and no currency is added to another.
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set text = ad_metrics.type_text() %}
{%- set money = ad_metrics.type_money() %}
{%- set after_last_day = dbt.dateadd('day', 1, 'cast(ends_on as timestamp)') %}
{%- set after_day = dbt.dateadd('day', 1, 'cast(last_day as timestamp)') %}
{%- set after_month = dbt.dateadd('month', 1, 'cast(last_day as timestamp)') %}
{%- set other_currency -%}
    case
        when delivered.native_currency <> flights.currency and delivered.charged_rows > 0
            then delivered.native_currency
    end
{%- endset %}
{%- set impressions = ('delivered_impressions', 'expected_impressions') %}
{%- set spend = ('comparable_spend', 'expected_spend') %}

with

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

targets as (select * from {{ ref('ad_metrics', 'stg_reference__campaign_targets') }}),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }}),

-- A conversion alone may stand in an hour whose delivery is not known yet.
last_periods as (
    select
        source,
        platform,
        period_grain,
        max(hour_at) as last_hour_at,
        max(date_day) as last_day
    from delivery
    where source_rows > 0
    group by source, platform, period_grain
),

-- A period longer than an hour counts on its date, so it is over when that is over here.
period_ends as (
    select
        source,
        platform,
        case period_grain
            when 'hour' then {{ dbt.dateadd('hour', 1, 'last_hour_at') }}
            when 'day' then {{ ad_metrics.local_to_utc(after_day, timezone) }}
            when 'month' then {{ ad_metrics.local_to_utc(after_month, timezone) }}
        end as ends_at
    from last_periods
),

-- Never the clock: the same delivery always gives the same pacing, and a platform that reports a
-- day later than another does not fall behind for that.
known_until as (
    select
        source,
        platform,
        max(ends_at) as as_of
    from period_ends
    group by source, platform
),

-- The ad server's own booking counts for a campaign without a target. Its end is the flight's last
-- second, 23:59:59; 59 more make that minute count whole.
booked as (
    select
        campaign_key,
        'campaign_targets' as target_source,
        booked_impressions,
        budget,
        currency,
        starts_on,
        ends_on,
        {{ ad_metrics.local_to_utc('cast(starts_on as timestamp)', timezone) }} as starts_at,
        {{ ad_metrics.local_to_utc(after_last_day, timezone) }} as ends_at
    from targets

    union all

    select
        campaigns.campaign_key,
        'ad_server' as target_source,
        campaigns.booked_impressions,
        cast(null as {{ money }}) as budget,
        cast(null as {{ text }}) as currency,
        cast({{ ad_metrics.utc_to_local('campaigns.starts_at', timezone) }} as date) as starts_on,
        cast({{ ad_metrics.utc_to_local('campaigns.ends_at', timezone) }} as date) as ends_on,
        campaigns.starts_at,
        {{ dbt.dateadd('second', 59, 'campaigns.ends_at') }} as ends_at
    from campaigns
    left join targets on campaigns.campaign_key = targets.campaign_key
    where
        targets.campaign_key is null
        and campaigns.booked_impressions is not null
        and campaigns.starts_at < campaigns.ends_at
),

flights as (
    select
        booked.campaign_key,
        campaigns.source,
        campaigns.platform,
        campaigns.campaign_name,
        campaigns.advertiser_key,
        advertisers.advertiser_name,
        campaigns.status,
        campaigns.is_deleted_at_source,
        booked.target_source,
        booked.starts_on,
        booked.ends_on,
        booked.booked_impressions,
        -- A target of impressions has no currency, nor has a campaign that is not known yet.
        coalesce(booked.currency, campaigns.currency, {{ ad_metrics.currency_not_stated() }})
            as currency,
        booked.budget,
        known_until.as_of,
        {{ ad_metrics.minutes_between('booked.starts_at', 'booked.ends_at') }} as flight_minutes,
        -- Without any delivery nobody knows what is over; least() passes over a null.
        case
            when known_until.as_of is not null
                then {{ ad_metrics.minutes_between(
                    'booked.starts_at',
                    'least(greatest(known_until.as_of, booked.starts_at), booked.ends_at)'
                ) }}
        end as elapsed_minutes
    from booked
    -- A platform's campaign is not known before it spends.
    left join campaigns on booked.campaign_key = campaigns.campaign_key
    left join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
    left join known_until
        on
            campaigns.source = known_until.source
            and campaigns.platform = known_until.platform
),

delivered as (
    select
        flights.campaign_key,
        flights.starts_on,
        delivery.native_currency,
        sum(delivery.impressions) as impressions,
        sum(delivery.native_investment) as investment,
        sum(case when delivery.native_investment <> 0 then 1 else 0 end) as charged_rows
    from flights
    inner join delivery
        on
            flights.campaign_key = delivery.campaign_key
            and delivery.date_day between flights.starts_on and flights.ends_on
    group by flights.campaign_key, flights.starts_on, delivery.native_currency
),

-- Without a row nothing was delivered and nothing charged; what rows do not tell stays null.
measured as (
    select
        flights.campaign_key,
        flights.starts_on,
        cast(coalesce(
            sum(delivered.impressions),
            case when count(delivered.campaign_key) = 0 then 0 end
        ) as bigint) as delivered_impressions,
        cast(coalesce(
            sum(
                case when delivered.native_currency = flights.currency then delivered.investment end
            ),
            case when count(delivered.campaign_key) = 0 then 0 end
        ) as {{ money }}) as spent,
        {{ ad_metrics.sorted_list(other_currency) }} as other_currencies
    from flights
    left join delivered
        on
            flights.campaign_key = delivered.campaign_key
            and flights.starts_on = delivered.starts_on
    group by flights.campaign_key, flights.starts_on
),

expected as (
    select
        flights.*,
        measured.delivered_impressions,
        measured.spent,
        measured.other_currencies,
        -- Of what was charged in other currencies as well, a part is no spend of this budget's.
        case
            when flights.budget is not null and measured.other_currencies is null
                then measured.spent
        end as comparable_spend,
        {{ ad_metrics.expected_to_date('flights.booked_impressions') }} as expected_impressions,
        {{ ad_metrics.expected_to_date('flights.budget') }} as expected_spend
    from flights
    inner join measured
        on
            flights.campaign_key = measured.campaign_key
            and flights.starts_on = measured.starts_on
)

select
    campaign_key,
    source,
    platform,
    campaign_name,
    advertiser_key,
    advertiser_name,
    status,
    is_deleted_at_source,
    target_source,
    starts_on,
    ends_on,
    as_of,
    {{ ad_metrics.elapsed_share() }} as elapsed_share,
    booked_impressions,
    delivered_impressions,
    expected_impressions,
    {{ ad_metrics.pacing(*impressions) }} as impressions_pacing,
    {{ ad_metrics.projected('delivered_impressions') }} as projected_impressions,
    {{ ad_metrics.under_delivery(*impressions) }} as impressions_under_delivery,
    {{ ad_metrics.over_delivery(*impressions) }} as impressions_over_delivery,
    currency,
    budget,
    spent,
    other_currencies,
    expected_spend,
    {{ ad_metrics.pacing(*spend) }} as spend_pacing,
    {{ ad_metrics.projected('comparable_spend') }} as projected_spend,
    {{ ad_metrics.under_delivery(*spend) }} as under_spend,
    {{ ad_metrics.over_delivery(*spend) }} as over_spend
from expected
