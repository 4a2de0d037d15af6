{#- The query that answers when a raw table was last written, for source freshness. A zero date is
    no time. -#}
{%- macro last_update(source_name, table) -%}
    {%- set raw = ad_metrics.raw_table(source_name, table) -%}
    {%- if raw.server and raw.columns['updated'].startswith('timestamp') -%}
    select last_update from {{ ad_metrics.server_last_update(raw, 'updated') }}
    {%- else -%}
    select max(cast(
        nullif(cast(updated as {{ ad_metrics.type_text() }}), '0000-00-00 00:00:00') as timestamp
    )) as last_update
    from {{ raw.sql }}
    {%- endif -%}
{%- endmacro -%}
