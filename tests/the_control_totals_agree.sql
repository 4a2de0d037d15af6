-- Stops the build where an extract is not what its sender says it is (control_totals.csv beside it).
{%- for table in ad_metrics.revive_tables() %}
-- depends_on: {{ ref('base_revive__' ~ table) }}
{%- endfor %}
{{ ad_metrics.stop_build(
    ad_metrics.control_totals('revive'),
    'The extract is cut off, doubled or of another time than its control totals. Export both again.'
) }}
