-- Which campaigns were billed at another rate than the one in force, from when to when, and what
-- does it come to?
select
    campaign_name,
    pricing_model,
    rate,
    implied_rate,
    currency,
    min(first_hour_at) as first_hour_at,
    max(last_hour_at) as last_hour_at,
    sum(booked_revenue) as booked_revenue,
    sum(earned_revenue) as earned_revenue,
    sum(difference) as difference
from {{ ref('revenue_discrepancies') }}
where reason = 'rate edited'
group by campaign_name, pricing_model, rate, implied_rate, currency
order by campaign_name, first_hour_at
