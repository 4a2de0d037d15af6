{{ ad_metrics.seed_rows('placement_costs', {
    'source': ad_metrics.type_text(),
    'placement_id': ad_metrics.type_text(),
    'website_id': ad_metrics.type_text(),
    'cost_type': ad_metrics.type_text(),
    'cost': ad_metrics.type_rate(),
    'starts_on': 'date',
    'ends_on': 'date',
}) }}
