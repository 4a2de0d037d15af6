{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='ephemeral') }}
{{ ad_metrics.connector_spend('facebook_ads', 'basic_campaign', {
    'investment': 'accepted.investment',
    'impressions': 'accepted.impressions',
    'clicks': 'coalesce(accepted.clicks, 0)',
    'reach': 'accepted.reach',
}) }}
