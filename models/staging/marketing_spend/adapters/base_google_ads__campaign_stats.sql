{{ config(
    enabled=ad_metrics.is_on('marketing_spend'),
    materialized='incremental',
    **ad_metrics.by_day('raw_day')
) }}

{{ ad_metrics.judged(
    'google_ads',
    'campaign_stats',
    key=['customer_id', 'date', '_fivetran_id'],
    day='date',
    columns=[
        ad_metrics.id_column('customer_id', 'account_id'),
        ad_metrics.day_column('date', 'date_day'),
        ad_metrics.name_column('_fivetran_id', 'segment_id', required=true),
        ad_metrics.id_column('id', 'campaign_id'),
        ad_metrics.micros_column('cost_micros', 'investment', required=false),
        ad_metrics.count_column('impressions', 'impressions', required=false),
        ad_metrics.count_column('clicks', 'clicks', required=false),
        ad_metrics.quantity_column('conversions', 'conversions', required=false),
        ad_metrics.amount_column('conversions_value', 'conversion_value', required=false),
    ],
) }}
