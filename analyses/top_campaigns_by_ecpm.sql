-- Which campaigns earn most for a thousand impressions? Those with fewer than 1,000 are left out,
-- as a click or two would put them first. Currencies are ranked apart.
with

campaigns as (
    select
        campaign_name,
        advertiser_name,
        pricing_model,
        currency,
        impressions,
        revenue,
        ecpm
    from {{ ref('ad_metrics', 'campaign_metrics') }}
    where impressions >= 1000 and ecpm is not null
),

ranked as (
    select
        *,
        rank() over (partition by currency order by ecpm desc) as place
    from campaigns
)

select
    place,
    campaign_name,
    advertiser_name,
    pricing_model,
    impressions,
    cast(revenue as decimal(18, 2)) as revenue,
    currency,
    cast(ecpm as decimal(18, 4)) as ecpm
from ranked
where place <= 10
order by currency, place, campaign_name
