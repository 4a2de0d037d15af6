{{ config(
    enabled=ad_metrics.is_on('marketing_spend'),
    materialized='incremental',
    **ad_metrics.by_day('raw_day')
) }}

{{ ad_metrics.judged(
    'marketing_spend',
    'marketing_spend',
    key=[
        'date', 'platform', 'account_id', 'campaign_id', 'ad_group_id', 'ad_id', 'country',
        'device', 'currency', 'conversion_type', 'attribution_window',
    ],
    day='date',
    gives_way={'has_parts': true},
    columns=[
        ad_metrics.day_column('date', 'date_day'),
        ad_metrics.platform_column('platform', 'platform'),
        ad_metrics.account_column('account_id', 'account_id'),
        ad_metrics.optional(ad_metrics.name_column('account_name', 'account_name')),
        ad_metrics.identifier_column('campaign_id', 'campaign_id'),
        ad_metrics.optional(ad_metrics.name_column('campaign_name', 'campaign_name')),
        ad_metrics.optional(
            ad_metrics.identifier_column('ad_group_id', 'ad_group_id', required=false)
        ),
        ad_metrics.optional(ad_metrics.name_column('ad_group_name', 'ad_group_name')),
        ad_metrics.optional(ad_metrics.identifier_column('ad_id', 'ad_id', required=false)),
        ad_metrics.optional(ad_metrics.name_column('ad_name', 'ad_name')),
        ad_metrics.optional(ad_metrics.country_column('country', 'country')),
        ad_metrics.optional(ad_metrics.name_column('device', 'device')),
        ad_metrics.currency_column('currency', 'currency'),
        ad_metrics.count_column('impressions', 'impressions', required=false),
        ad_metrics.count_column('clicks', 'clicks', required=false),
        ad_metrics.optional(
            ad_metrics.quantity_column('conversions', 'conversions', required=false)
        ),
        ad_metrics.optional(ad_metrics.name_column('conversion_type', 'conversion_type')),
        ad_metrics.optional(ad_metrics.name_column('attribution_window', 'attribution_window')),
        ad_metrics.optional(ad_metrics.count_column('reach', 'reach', required=false)),
    ]
    + ad_metrics.optional_spend_columns()
    + ad_metrics.units_or_micros('investment', 'investment')
    + ad_metrics.units_or_micros('conversion_value', 'conversion_value', optional=true),
) }}
