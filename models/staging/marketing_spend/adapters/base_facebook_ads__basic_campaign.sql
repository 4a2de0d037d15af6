{{ config(
    enabled=ad_metrics.is_on('marketing_spend'),
    materialized='incremental',
    **ad_metrics.by_day('raw_day')
) }}

{{ ad_metrics.judged(
    'facebook_ads',
    'basic_campaign',
    key=['account_id', 'campaign_id', 'date'],
    day='date',
    columns=[
        ad_metrics.id_column('account_id', 'account_id'),
        ad_metrics.id_column('campaign_id', 'campaign_id'),
        ad_metrics.day_column('date', 'date_day'),
        ad_metrics.amount_column('spend', 'investment', required=false),
        ad_metrics.count_column('impressions', 'impressions', required=false),
        ad_metrics.count_column('inline_link_clicks', 'clicks', required=false),
        ad_metrics.optional(ad_metrics.count_column('reach', 'reach', required=false)),
    ],
) }}
