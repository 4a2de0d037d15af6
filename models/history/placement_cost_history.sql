-- What the snapshot of this name is on other engines; YAML describes that one.
{{ ad_metrics.history(
    ref('ad_metrics', 'int_placement_costs__today'), 'placement_key', ['cost_type', 'cost']
) }}
