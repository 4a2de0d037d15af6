{{ ad_metrics.versions_in_force(
    ref('placement_cost_history'), 'placement_key', ['cost_type', 'cost']
) }}
