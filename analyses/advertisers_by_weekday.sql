-- On which days of the week do each advertiser's campaigns do well?
with

advertisers_by_weekday as (
    {{ ad_metrics.statistics('advertiser', 'weekday') | indent(4) }}
)

select *
from advertisers_by_weekday
order by advertiser_name, day_of_week
