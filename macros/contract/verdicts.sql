{#- For `judged()`, the CTE `read_rows`: each row that was read with its verdict, and what is told
    of it. -#}
{%- macro _verdicts(about) -%}
{%- set gives_way = about.gives_way -%}
{%- set rejecting = about.columns | selectattr('reading.rejects') | list -%}
{%- set noting = about.columns | rejectattr('reading.rejects') | list -%}
explained as (
    select
        *,
        -- Most rows are good, which is asked first, and quickly.
        case
            when {{ 'gives_way or ' if gives_way }}versions = 1 and is_fine then null
            else nullif(
                case
                    when versions > 1
                        then '{{ about.key_names | join(', ') }} stands in several rows that differ'
                        || case when differ_in <> '' then ' in ' else '' end
                        || differ_in
                        || ' (keep the right one, or add them up if each is a part); '
                    else ''
                end
                {%- for column in rejecting %}
                || {{ ad_metrics.reason_to_reject(column, column.reading, column.value) }}
                {%- endfor %}, ''
            )
        end as rejected_because,
        {%- if noting %}
        case
            when is_clean then null
            else nullif(
                ''
                {%- for column in noting %}
                || {{ ad_metrics._note(column) }}
                {%- endfor %}, ''
            )
        end as noted_because
        {%- else %}
        cast(null as {{ ad_metrics.type_text() }}) as noted_because
        {%- endif %}
    from numbered
),

read_rows as (
    select
        case
            {%- if gives_way %}
            when gives_way then 'replaced'
            {%- endif %}
            when copy > 1 then 'duplicate'
            when rejected_because is not null then 'rejected'
            else 'staged'
        end as verdict,
        load_name,
        case when copy = 1 and rejected_because is not null then raw_place end as raw_place,
        case
            when copy > 1 or rejected_because is not null or noted_because is not null
            {{- ' or gives_way' if gives_way }}
                then {{ ad_metrics._raw_key(about.key_values) }}
        end as raw_key,
        {%- for name in about.names %}
        {{ name }},
        {%- endfor %}
        substr(rejected_because, 1, length(rejected_because) - 2) as rejected_because,
        case
            when copy = 1 and rejected_because is null
                then substr(noted_because, 1, length(noted_because) - 2)
        end as noted_because,
        -- Kept for rejected rows only; of a good row the typed columns say it all.
        case
            when copy = 1 and rejected_because is not null
                then {{ ad_metrics.json_text(
                    about.columns | map(attribute='raw') | list,
                    about.columns | map(attribute='value') | list
                ) }}
        end as raw_row,
        {%- if about.raw.csv_parts %}
        case when copy = 1 and rejected_because is not null
            then {{ ad_metrics.row_hash(about.value_names) }} end as raw_hash,
        {%- endif %}
        raw_day,
        cast(null as bigint) as raw_rows_read,
        cast(null as {{ ad_metrics.type_text() }}) as day_fingerprint,
        cast(null as {{ ad_metrics.type_text() }}) as judged_in
    from explained
)
{%- endmacro -%}


{#- Why a value of a column is not accepted, as a text; an empty one where it is. -#}
{%- macro reason_to_reject(column, reading, value) -%}
    case
        when {{ reading.empty.replace('<value>', value) }}
            then '{{ column.raw ~ ' is empty (fill it in at the source); ' if column.required }}'
        when {{ reading.good.replace('<value>', value) }} then ''
        else '{{ column.raw }} is not {{ reading.what }} ({{ reading.remedy
            or 'correct it at the source' }}); '
    end
{%- endmacro -%}


{#- What was left empty in a column of an accepted row, as a text; an empty one where nothing
    was. -#}
{%- macro _note(column) -%}
    {%- set reading = column.reading -%}
    {%- set shown = 'cast(' ~ column.value ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
    case
        when {{ reading.empty.replace('<value>', column.value) }}
            then '{{ column.raw ~ ' is empty (fill it in at the source); ' if column.required }}'
        when {{ reading.good.replace('<value>', column.value) }} then ''
        else '{{ column.raw }} is ' || substr({{ shown }}, 1, 50)
            || ', not {{ reading.what }} ({{ reading.remedy or 'correct it at the source' }}); '
    end
{%- endmacro -%}


{#- What tells the rows of a raw table apart, as one text. -#}
{%- macro _raw_key(values) -%}
    {%- for value in values -%}
        {{ " || '|' || " if not loop.first }}
        {%- set text = 'cast(' ~ value ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
        {{ text if values | length == 1 else 'coalesce(' ~ text ~ ", '')" }}
    {%- endfor -%}
{%- endmacro -%}
