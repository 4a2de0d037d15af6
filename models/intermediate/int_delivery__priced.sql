-- The delivery of ad servers and event logs with the rate in force and what it earned at that
-- rate, and what its placement cost.
{%- set fixed_cost = ad_metrics.tenancy_revenue(
    'cost', 'month_share_numerator', 'month_share_denominator',
    'fixed_cost_periods.rows_in_period'
) %}
{%- set is_its_currency = 'coalesce(campaigns.currency, delivery.currency) = delivery.currency' %}

with

delivery as (
    select
        *,
        cast(hour_at as date) as utc_day,
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
        {{ ad_metrics.key('source', 'placement_id') }} as placement_key
    from {{ ref('ad_metrics', 'int_delivery__measured') }}
),

periods as (select * from {{ ref('ad_metrics', 'int_periods') }}),

campaigns as (select * from {{ ref('ad_metrics', 'int_campaigns') }}),

placements as (select * from {{ ref('ad_metrics', 'int_placements') }}),

rates as (select * from {{ ref('ad_metrics', 'int_campaign_rates') }}),

costs as (select * from {{ ref('ad_metrics', 'int_placement_costs') }}),

any_cost as (select count(*) > 0 as is_known from costs),

-- Read again and not from `delivery`: DuckDB keeps all columns of what is asked for twice, and a
-- view forgets that it was told not to.
campaign_rows as (
    select
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        hour_at,
        period_grain,
        source_rows
    from {{ ref('ad_metrics', 'int_delivery__measured') }}
),

placement_rows as (
    select
        {{ ad_metrics.key('source', 'placement_id') }} as placement_key,
        hour_at,
        period_grain,
        source_rows
    from {{ ref('ad_metrics', 'int_delivery__measured') }}
),

-- A month's fee is spread over the rows that delivered; a conversion alone takes no share.
campaign_periods as (
    select
        campaign_key,
        hour_at,
        period_grain,
        sum(case when source_rows > 0 then 1 else 0 end) as rows_in_period
    from campaign_rows
    where
        campaign_key in (
            select rates.campaign_key
            from rates
            where rates.pricing_model = 'tenancy'
        )
    group by campaign_key, hour_at, period_grain
),

-- Worked out once a campaign and period instead of once a row.
tenancy_periods as {{ ad_metrics.worked_out_once() }} (
    select
        campaign_periods.campaign_key,
        campaign_periods.hour_at,
        campaign_periods.period_grain,
        {{ ad_metrics.tenancy_revenue(
            'rates.rate', 'periods.month_share_numerator', 'periods.month_share_denominator',
            'campaign_periods.rows_in_period'
        ) }} as tenancy_revenue
    from campaign_periods
    inner join periods
        on
            campaign_periods.hour_at = periods.hour_at
            and campaign_periods.period_grain = periods.period_grain
    inner join rates
        on
            campaign_periods.campaign_key = rates.campaign_key
            and {{ ad_metrics.is_in_force(
                'campaign_periods.hour_at', 'rates.valid_from', 'rates.valid_to'
            ) }}
),

-- A website's monthly fee is spread over the rows of its placements.
fixed_cost_periods as {{ ad_metrics.worked_out_once() }} (
    select
        costs.cost_key,
        placement_rows.hour_at,
        placement_rows.period_grain,
        sum(case when placement_rows.source_rows > 0 then 1 else 0 end) as rows_in_period
    from placement_rows
    inner join costs
        on
            placement_rows.placement_key = costs.placement_key
            and {{ ad_metrics.is_in_force(
                'placement_rows.hour_at', 'costs.valid_from', 'costs.valid_to'
            ) }}
    where costs.cost_type = 'fixed'
    group by costs.cost_key, placement_rows.hour_at, placement_rows.period_grain
),

rated as (
    select
        delivery.*,
        periods.date_day,
        periods.hour_of_day,
        periods.month_share_numerator,
        periods.month_share_denominator,
        case
            when delivery.advertiser_id is null then campaigns.advertiser_key
            else {{ ad_metrics.key('delivery.source', 'delivery.advertiser_id') }}
        end as advertiser_key,
        case
            when delivery.website_id is null then placements.website_key
            else {{ ad_metrics.key('delivery.source', 'delivery.website_id') }}
        end as website_key,
        -- A rate in another currency than the delivery's says nothing of it.
        case when {{ is_its_currency }} then rates.pricing_model end as pricing_model,
        case when {{ is_its_currency }} then rates.rate end as rate,
        case
            when delivery.source_rows = 0 then {{ ad_metrics.exact_product('rates.rate', '0') }}
            else tenancy_periods.tenancy_revenue
        end as tenancy_revenue,
        costs.cost_type,
        costs.cost,
        costs.cost_key
    from delivery
    inner join periods
        on delivery.hour_at = periods.hour_at and delivery.period_grain = periods.period_grain
    inner join campaigns on delivery.campaign_key = campaigns.campaign_key
    left join placements on delivery.placement_key = placements.placement_key
    left join rates
        on
            delivery.campaign_key = rates.campaign_key
            and {{ ad_metrics.is_in_force(
                'delivery.hour_at', 'rates.valid_from', 'rates.valid_to'
            ) }}
    left join tenancy_periods
        on
            delivery.campaign_key = tenancy_periods.campaign_key
            and delivery.hour_at = tenancy_periods.hour_at
            and delivery.period_grain = tenancy_periods.period_grain
    left join costs
        on
            delivery.placement_key = costs.placement_key
            and {{ ad_metrics.is_in_force(
                'delivery.hour_at', 'costs.valid_from', 'costs.valid_to'
            ) }}
),

priced as (
    select
        *,
        {{ ad_metrics.earned_revenue(
            'pricing_model', 'rate', 'impressions', 'clicks', 'conversions', 'tenancy_revenue',
            'viewable_impressions', 'video_views', 'video_completes'
        ) }} as earned_revenue
    from rated
),

with_revenue as (
    select
        *,
        {% if ad_metrics.setting('revenue_basis') == 'booked' -%}
        case when books_revenue then booked_revenue else earned_revenue end as revenue
        {%- else -%}
        earned_revenue as revenue
        {%- endif %}
    from priced
)

select
    with_revenue.*,
    case
        when any_cost.is_known then {{ ad_metrics.media_cost(
            fixed_cost='case when source_rows = 0 then 0 else ' ~ fixed_cost ~ ' end'
        ) }}
    end as media_cost
from with_revenue
cross join any_cost
left join fixed_cost_periods
    on
        with_revenue.cost_key = fixed_cost_periods.cost_key
        and with_revenue.hour_at = fixed_cost_periods.hour_at
        and with_revenue.period_grain = fixed_cost_periods.period_grain
        and with_revenue.cost_type = 'fixed'
