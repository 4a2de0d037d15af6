{#- For `judged()`, the CTEs `raw_rows`, the raw table as it is, and `typed`, with each column as it
    is declared and whether its row `is_fine`. -#}
{%- macro _typed_rows(about) -%}
{%- set raw = about.raw -%}
{%- set changed_days = about.changes.days if about.windowed else none -%}
{%- set raw_and_typed -%}
raw_rows as {{ ad_metrics.read_again(raw.sql, keep=about.windowed or raw.server) }} (
    select
        {%- for column in about.columns %}
        {{ column.raw_sql }} as {{ column.value }},
        {%- endfor %}
        {%- for column in about.unread %}
        {{ adapter.quote(column.raw) }} as {{ column.value }},
        {%- endfor %}
        {%- if about.asked %}
        raw_hash,
        {%- endif %}
        {{ about.key_sql }} as row_key,
        {{ raw.load }} as load_name,
        {{ raw.place_sql }} as raw_place,
        {{ about.raw_day }} as raw_day
    from {{ ad_metrics.server_rows(raw, about.day, about.raw_names, changed_days) if about.asked
        else raw.sql }}
    {%- if about.windowed and not about.asked %}
    where {{ ad_metrics._is_of_days(about, changed_days) }}
    {%- endif %}
),

typed as {{ ad_metrics.read_again('') }} (
    select
        raw_rows.*,
        {%- for column in about.columns %}
        {{ ad_metrics.read_value(column.reading, column.value) }} as {{ column.name }},
        {%- endfor %}
        {{ about.is_fine }} as is_fine,
        {{ about.is_clean }} as is_clean
    from raw_rows
)
{%- endset -%}
{#- Typed values are long expressions. Where many CTEs read them, they are worth a table. -#}
{%- set aside = ad_metrics.set_aside('typed', 'with ' ~ raw_and_typed ~ ' select * from typed')
    if about.gives_way else none -%}
{% if aside -%}
raw_rows as (select * from {{ aside }}),

typed as (select * from {{ aside }})
{%- else -%}
{{ raw_and_typed }}
{%- endif -%}
{%- endmacro -%}
