-- What did each website deliver and earn, week by week?
{{ ad_metrics.statistics('website', 'week') }}
order by website_name, week_start
