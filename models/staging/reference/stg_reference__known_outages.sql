{{ ad_metrics.seed_rows('known_outages', {
    'source': ad_metrics.type_text(),
    'starts_at': 'timestamp',
    'ends_at': 'timestamp',
    'reason': ad_metrics.type_text(),
}) }}
