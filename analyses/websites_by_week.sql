-- What did each website deliver and earn, week by week?
with

websites_by_week as (
    {{ ad_metrics.statistics('website', 'week') | indent(4) }}
)

select *
from websites_by_week
order by website_name, week_start
