{#- The query that answers when a raw table was last written, for source freshness. A zero date is no time. -#}
{%- macro last_update(source_name, table) -%}
    select max(cast(
        nullif(cast(updated as {{ ad_metrics.type_text() }}), '0000-00-00 00:00:00') as timestamp
    )) as last_update
    from {{ ad_metrics.raw_table(source_name, table).sql }}
{%- endmacro -%}
