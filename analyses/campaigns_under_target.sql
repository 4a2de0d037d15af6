-- Which running flights have delivered or spent less than was to be expected by now, how much is
-- missing, and where do they end if they go on like that? The furthest behind come first.
select
    campaign_name,
    ends_on,
    booked_impressions as booked,
    delivered_impressions as delivered,
    cast(impressions_pacing as decimal(9, 4)) as pacing,
    cast(impressions_under_delivery as decimal(18, 0)) as missing,
    cast(projected_impressions as decimal(18, 0)) as projected,
    cast(spend_pacing as decimal(9, 4)) as spend_pacing
from {{ ref('ad_metrics', 'campaign_pacing') }}
where elapsed_share < 1 and (impressions_pacing < 1 or spend_pacing < 1)
order by least(impressions_pacing, spend_pacing), campaign_name, ends_on
