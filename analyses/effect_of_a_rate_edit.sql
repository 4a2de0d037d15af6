-- Which campaigns were billed at another rate than the one in force, from when to when (UTC), and
-- what does it come to?
select
    campaign_name,
    cast(implied_rate as decimal(18, 4)) as billed_rate,
    cast(rate as decimal(18, 4)) as rate_in_force,
    currency,
    min(first_hour_at) as first_hour_at,
    max(last_hour_at) as last_hour_at,
    cast(sum(booked_revenue) as decimal(18, 2)) as booked_revenue,
    cast(sum(earned_revenue) as decimal(18, 2)) as earned_revenue,
    cast(sum(difference) as decimal(18, 2)) as difference
from {{ ref('ad_metrics', 'revenue_discrepancies') }}
where reason = 'rate edited'
group by campaign_name, pricing_model, rate, implied_rate, currency
order by campaign_name, first_hour_at
