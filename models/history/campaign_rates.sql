-- What the snapshot of this name is on other engines; YAML describes that one.
{{ ad_metrics.history(
    ref('ad_metrics', 'int_campaign_rates__today'),
    'campaign_key',
    ['pricing_model', 'rate', 'currency'],
) }}
