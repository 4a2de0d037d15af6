-- On which days of the week do each advertiser's campaigns do well? The macro's query has every
-- measure and rate.
with

advertisers_by_weekday as (
    {{ ad_metrics.statistics('advertiser', 'weekday') | indent(4) }}
)

select
    advertiser_name,
    day_name,
    impressions,
    clicks,
    conversions,
    cast(revenue as decimal(18, 2)) as revenue,
    currency,
    cast(ecpm as decimal(18, 4)) as ecpm,
    cast(ctr as decimal(9, 4)) as ctr
from advertisers_by_weekday
order by advertiser_name, day_of_week, currency
