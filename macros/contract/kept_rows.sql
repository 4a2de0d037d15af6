{#- For `judged()`, the rows of the last build that the source has not any more and that are kept:
    the condition tells deleted from corrected ones. -#}
{%- macro _kept_rows(about, kept_when) -%}
{%- set values = {
    'verdict': "'deleted'",
    'load_name': ad_metrics.typed_text(about.table),
    'raw_key': 'gone.raw_key',
    'raw_day': 'gone.raw_day',
} -%}
{%- for name in about.names + ['noted_because'] if name in about.previous_columns -%}
    {%- do values.update({name: 'gone.' ~ name}) -%}
{%- endfor -%}
{%- set key = (about.columns | selectattr('raw', 'eq', about.key_names[0]) | first).name -%}
{%- set first_time = "cast('" ~ about.changes.first_time ~ "' as timestamp)" if about.changes
    else 'null' -%}
select
    {{ ad_metrics._judged_columns(about.names, values=values) }},
    null as raw_line
from {{ about.previous }} as gone
left join read_rows as present on gone.{{ key }} = present.{{ key }}
where
    gone.verdict in ('staged', 'deleted')
    and present.{{ key }} is null
    {%- if about.windowed %}
    and gone.raw_day in ({{ ad_metrics.date_literals(about.changes.days) }})
    {%- endif %}
    and ({{ kept_when.replace('<first time>', first_time) }})
{%- endmacro -%}
