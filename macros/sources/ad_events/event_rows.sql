{#- <table>_events: a window's events, typed, and those of the hour before each of its days. With
    `rest`, raw_rest differs where any of the columns that are not read does. -#}
{%- macro _event_rows(plan, window, table, rest=false) -%}
{%- set about = plan.sources[table] -%}
{%- set columns = ad_metrics.event_columns(table) -%}
{%- set judgements = ad_metrics._event_judgements(plan, table) -%}
{%- set rules = ad_metrics.event_rules(table) -%}
{{ table }}_read as {{ ad_metrics.read_again('') }} (
    select
        {%- for column in columns %}
        {{ ad_metrics.raw_value(about, column.raw) }} as raw_{{ column.raw }},
        {%- endfor %}
        {%- if rest %}
        {%- set unread = ad_metrics._unread_event_columns(about, table) or ['1'] %}
        {{ ad_metrics.row_hash(unread) }} as raw_rest,
        {%- endif %}
        {{ ad_metrics._event_load(about, table) }} as load_name,
        {{ ad_metrics._event_day(about) }} as utc_day
    from {{ ad_metrics._event_window_relation(plan, window, table) }}
),

{{ table }}_typed as {{ ad_metrics.read_again('') }} (
    select
        {%- for column in columns %}
        {%- set value = 'raw_' ~ column.raw %}
        {{ ad_metrics.read_value(judgements[loop.index0], value) }} as {{ column.name }},
        {{ value }},
        {%- endfor %}
        true
        {%- for column in columns %}
        {%- set judgement = judgements[loop.index0] %}
        {%- if judgement.rejects and judgement.fine != 'true' %}
        and ({{ judgement.fine.replace('<value>', 'raw_' ~ column.raw) }})
        {%- endif %}
        {%- endfor %} as columns_are_fine,
        {%- if rest %}
        raw_rest,
        {%- endif %}
        load_name,
        utc_day
    from {{ table }}_read
),

{{ table }}_events as {{ ad_metrics.read_again('') }} (
    select
        {%- for column in columns if column.name != 'is_invalid' %}
        {{ column.name }},
        {%- endfor %}
        {%- for column in columns %}
        raw_{{ column.raw }},
        {%- endfor %}
        {%- if rest %}
        raw_rest,
        {%- endif %}
        load_name,
        utc_day,
        cast(raw_event_id as {{ ad_metrics.type_text() }}) as raw_key,
        {{ ad_metrics._event_identity(about) }} as id,
        coalesce(columns_are_fine, false)
        {%- for rule in rules %}
        and not coalesce({{ rule }}, false)
        {%- endfor %} as is_fine,
        {{ ad_metrics.is_invalid_traffic() }} as is_invalid,
        cast({{ dbt.date_trunc('hour', 'event_at') }} as timestamp) as hour_at
    from {{ table }}_typed
)
{%- endmacro -%}


{#- How the columns of a kind are judged; worked out once, as each window asks for it several
    times. -#}
{%- macro _event_judgements(plan, table) -%}
    {%- set about = plan.sources[table] -%}
    {%- if not about.judgements -%}
        {%- set judgements = [] -%}
        {%- for column in ad_metrics.event_columns(table) -%}
            {%- do judgements.append(ad_metrics._event_judgement(
                column, about.columns.get(column.raw, ad_metrics.type_text())
            )) -%}
        {%- endfor -%}
        {%- do about.update({'judgements': judgements}) -%}
    {%- endif -%}
    {{ return(about.judgements) }}
{%- endmacro -%}


{#- An id that is a whole number has lost no digit, and no pattern is asked of each of millions. -#}
{%- macro _event_judgement(column, type) -%}
    {%- if column.kind == 'identifier' and type in ['bigint', 'integer', 'smallint', 'tinyint'] -%}
        {%- set column = ad_metrics.name_column(column.raw, column.name, column.required) -%}
    {%- endif -%}
    {{ return(ad_metrics.reading_of(column, type)) }}
{%- endmacro -%}
