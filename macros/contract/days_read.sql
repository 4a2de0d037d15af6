{#- For `judged()`, the CTE `days`: of each raw day and load, how many rows were read and a
    fingerprint of them. -#}
{%- macro _days_read(about, kept_when) -%}
{%- set raw, changes = about.raw, about.changes -%}
{%- set hash = 'raw_hash' if about.asked else ad_metrics.row_hash(about.value_names or ['1']) -%}
days as (
    select
        raw_day,
        load_name,
        min(raw_place) as raw_place,
        count(*) as raw_rows_read,
        {% if about.day -%}
        cast(sum({{ hash }}) as {{ ad_metrics.type_text() }}) || ' {{ about.read_as }}'
            as day_fingerprint
        {%- else -%}
        '{{ about.read_as }}' as day_fingerprint
        {%- endif %}
    from raw_rows
    group by raw_day, load_name
    {%- for day in (changes.emptied if changes and (about.windowed or kept_when) else []) %}
    union all
    select
        cast('{{ day }}' as date) as raw_day,
        {{ ad_metrics.typed_text(about.table) }} as load_name,
        {{ ad_metrics.typed_text(raw.place) }} as raw_place,
        0 as raw_rows_read,
        '' as day_fingerprint
    {%- endfor %}
)
{%- endmacro -%}


{#- The rows of `days` as judged rows. -#}
{%- macro _accounts_of_days(about) -%}
-- Counted in the statement that reads, as a live table may have more rows a moment later.
select
    {{ ad_metrics._judged_columns(about.names, values={
        'verdict': "'day'",
        'load_name': 'days.load_name',
        'raw_place': 'days.raw_place',
        'raw_day': 'days.raw_day',
        'raw_rows_read': 'days.raw_rows_read',
        'day_fingerprint': ad_metrics._day_fingerprint(about.loads),
        'judged_in': "'" ~ invocation_id ~ "'",
    }) }},
    null as raw_line
from days
{%- if about.loads %}
left join loads on days.load_name = loads.load_name
{%- endif %}
{%- endmacro -%}


{#- The fingerprint of a day's load, which tells the place of the load among several of the day too:
    in another order another one is the later export. -#}
{%- macro _day_fingerprint(loads) -%}
    {%- if not loads -%}
        {{ return('days.day_fingerprint') }}
    {%- endif -%}
    {%- set of_day = 'over (partition by days.raw_day' -%}
    {%- set rank = 'row_number() ' ~ of_day ~ ' order by loads.last_day, loads.load_rank)' -%}
    {{ return(
        'days.day_fingerprint || case when count(*) ' ~ of_day ~ ") > 1 then ' ' || cast(" ~ rank
        ~ ' as ' ~ ad_metrics.type_text() ~ ") else '' end"
    ) }}
{%- endmacro -%}
