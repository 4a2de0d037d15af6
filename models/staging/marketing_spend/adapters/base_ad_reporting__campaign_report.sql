{{ config(
    enabled=ad_metrics.is_on('marketing_spend'),
    materialized='incremental',
    **ad_metrics.by_day('raw_day')
) }}

{{ ad_metrics.judged(
    'ad_reporting',
    'ad_reporting__campaign_report',
    key=['source_relation', 'date_day', 'platform', 'account_id', 'campaign_id'],
    day='date_day',
    gives_way={'export': 'source_relation'},
    columns=[
        ad_metrics.optional(ad_metrics.name_column('source_relation', 'source_relation')),
        ad_metrics.day_column('date_day', 'date_day'),
        ad_metrics.platform_column('platform', 'platform'),
        ad_metrics.account_column('account_id', 'account_id', required=false),
        ad_metrics.name_column('account_name', 'account_name'),
        ad_metrics.identifier_column('campaign_id', 'campaign_id', required=false),
        ad_metrics.name_column('campaign_name', 'campaign_name'),
        ad_metrics.count_column('clicks', 'clicks', required=false),
        ad_metrics.count_column('impressions', 'impressions', required=false),
        ad_metrics.amount_column('spend', 'investment', required=false),
        ad_metrics.optional(
            ad_metrics.quantity_column('conversions', 'conversions', required=false)
        ),
        ad_metrics.optional(
            ad_metrics.amount_column('conversions_value', 'conversion_value', required=false)
        ),
    ],
) }}
