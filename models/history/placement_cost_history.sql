-- What the snapshot of this name is on other engines.
{{ ad_metrics.history(
    ref('int_placement_costs__today'), 'placement_key', ['cost_type', 'cost']
) }}
