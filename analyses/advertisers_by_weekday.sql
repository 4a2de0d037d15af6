-- On which days of the week do each advertiser's campaigns do well?
{{ ad_metrics.statistics('advertiser', 'weekday') }}
order by advertiser_name, day_of_week
