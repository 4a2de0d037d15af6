{{ config(enabled=ad_metrics.is_on('ad_events')) }}
with

days as (select * from {{ ref('ad_metrics', 'int_ad_events__reach_days') }})

select
    {{ ad_metrics.output('reach_days', {
        'date_day': 'date_day',
        'campaign_id': 'campaign_id',
        'impressions': 'impressions',
        'reach': 'reach',
    }) }}
from days
where reach > 0
