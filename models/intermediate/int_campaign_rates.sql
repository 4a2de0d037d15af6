{{ ad_metrics.versions_in_force(
    ref('ad_metrics', 'campaign_rates'), 'campaign_key', ['pricing_model', 'rate']
) }}
