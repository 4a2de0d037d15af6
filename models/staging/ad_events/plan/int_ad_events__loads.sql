{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What there is now of each load and day. Files whose state has not changed since the last build
-- are not looked at again: what they hold stands in that build's rows of this table.
{%- for table in ad_metrics.event_tables() %}
{%- do source('ad_events', table) %}
{%- endfor %}
{% if execute and flags.WHICH in ('build', 'run') %}
{{ ad_metrics.event_loads(ad_metrics.event_sources(), load_cached_relation(this)) }}
{%- else %}
{{ ad_metrics.no_rows(ad_metrics.event_load_columns()) }}
{%- endif %}
