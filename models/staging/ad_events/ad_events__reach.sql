{{ config(enabled=ad_metrics.is_on('ad_events')) }}
{%- set error = (ad_metrics.reach_sketch_size() - 2) ** -0.5 %}
with

campaign_reach as (
    select * from {{ ref('ad_metrics', 'int_ad_events__campaign_reach') }}
    where made_from is not null
)

select
    {{ ad_metrics.output('reach', {
        'campaign_id': 'campaign_id',
        'first_day': 'first_day',
        'last_day': 'last_day',
        'impressions': 'impressions',
        'impressions_without_user': 'impressions_without_user',
        'reach': 'reach',
        'is_exact': 'is_exact',
        'relative_standard_error': 'case when is_exact then 0 else ' ~ error ~ ' end',
    }) }}
from campaign_reach
