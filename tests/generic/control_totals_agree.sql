{#- Stops the build where a raw table is not what its sender says it is, in control_totals.csv. -#}
{% test control_totals_agree(model, source_name, table) %}

-- About {{ model }}.
{{ ad_metrics.stop_build(
    ad_metrics.control_totals(source_name, table),
    'The extract is cut off, doubled or of another time than its control totals. Export both again'
) }}

{% endtest %}
