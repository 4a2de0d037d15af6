{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='ephemeral') }}
{{ ad_metrics.connector_spend('google_ads', 'campaign_stats', {
    'investment': 'accepted.investment',
    'impressions': 'accepted.impressions',
    'clicks': 'accepted.clicks',
    'conversions': 'accepted.conversions',
    'conversion_value': 'accepted.conversion_value',
}) }}
