{{ config(materialized='table') }}
{{ ad_metrics.judged(
    'my_server',
    'report',
    key=['hour', 'campaign', 'banner', 'site'],
    columns=[
        ad_metrics.time_column('hour', 'hour_at'),
        ad_metrics.identifier_column('campaign', 'campaign_id'),
        ad_metrics.identifier_column('banner', 'creative_id'),
        ad_metrics.identifier_column('site', 'placement_id'),
        ad_metrics.count_column('impressions', 'impressions'),
        ad_metrics.count_column('clicks', 'clicks'),
    ],
) }}
