-- Every source's delivery with the rate in force and what it earned at that rate.
with

delivery as (select * from {{ ref('int_revive__delivery') }}),

-- A month's fee is spread over the rows that delivered; a conversion alone takes no share.
campaign_periods as (
    select
        source,
        campaign_id,
        hour_at,
        period_grain,
        sum(case when source_rows > 0 then 1 else 0 end) as rows_in_period
    from {{ ref('int_revive__delivery') }}
    group by source, campaign_id, hour_at, period_grain
),

periods as (select * from {{ ref('int_periods') }}),

rates as (select * from {{ ref('int_campaign_rates') }}),

keyed as (
    select
        *,
        cast(hour_at as date) as utc_day,
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
        {{ ad_metrics.key('source', 'placement_id') }} as placement_key
    from delivery
),

rated as (
    select
        keyed.*,
        periods.date_day,
        periods.hour_of_day,
        periods.month_share_numerator,
        periods.month_share_denominator,
        rates.pricing_model,
        rates.rate,
        campaign_periods.rows_in_period
    from keyed
    inner join periods
        on keyed.hour_at = periods.hour_at and keyed.period_grain = periods.period_grain
    inner join campaign_periods
        on
            keyed.source = campaign_periods.source
            and keyed.campaign_id = campaign_periods.campaign_id
            and keyed.hour_at = campaign_periods.hour_at
            and keyed.period_grain = campaign_periods.period_grain
    left join rates
        on
            keyed.campaign_key = rates.campaign_key
            and {{ ad_metrics.is_in_force('keyed.hour_at', 'rates.valid_from', 'rates.valid_to') }}
),

earned as (
    select
        *,
        case
            when source_rows = 0 then {{ ad_metrics.exact_product('rate', '0') }}
            else {{ ad_metrics.tenancy_revenue(
                'rate', 'month_share_numerator', 'month_share_denominator', 'rows_in_period'
            ) }}
        end as tenancy_revenue
    from rated
),

priced as (
    select
        *,
        {{ ad_metrics.earned_revenue(
            'pricing_model', 'rate', 'impressions', 'clicks', 'conversions', 'tenancy_revenue'
        ) }} as earned_revenue
    from earned
)

select
    *,
    {{ ad_metrics.setting('revenue_basis') }}_revenue as revenue
from priced
