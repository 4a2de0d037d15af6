-- What did each website deliver and earn, week by week? The macro's query has every measure and
-- rate.
with

websites_by_week as (
    {{ ad_metrics.statistics('website', 'week') | indent(4) }}
)

select
    website_name,
    week_start,
    impressions,
    clicks,
    cast(revenue as decimal(18, 2)) as revenue,
    currency,
    cast(ecpm as decimal(18, 4)) as ecpm,
    cast(ctr as decimal(9, 4)) as ctr
from websites_by_week
order by website_name, week_start, currency
