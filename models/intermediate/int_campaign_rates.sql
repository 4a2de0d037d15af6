{{ ad_metrics.versions_in_force(ref('campaign_rates'), 'campaign_key', ['pricing_model', 'rate']) }}
