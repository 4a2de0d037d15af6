{{ ad_metrics.seed_rows('campaign_targets', {
    'campaign_key': ad_metrics.type_text(),
    'booked_impressions': 'bigint',
    'budget': ad_metrics.type_money(),
    'currency': ad_metrics.type_text(),
    'starts_on': 'date',
    'ends_on': 'date',
}) }}
