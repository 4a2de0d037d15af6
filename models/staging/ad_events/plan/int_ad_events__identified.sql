{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What tells the events of these loads from others: their number and a hash of their ids, whatever
-- the file is called that they stand in. dbt asks which loads they are while it compiles, as files
-- are named in the query that reads them.
-- depends_on: {{ ref('ad_metrics', 'int_ad_events__to_identify') }}
{%- for table in ad_metrics.event_tables() %}
{%- do source('ad_events', table) %}
{%- endfor %}
{% if execute and flags.WHICH in ('build', 'run') %}
{{ ad_metrics.event_ids(ref('ad_metrics', 'int_ad_events__to_identify')) }}
{%- else %}
{{ ad_metrics.no_rows(ad_metrics.event_id_columns()) }}
{%- endif %}
