{#- Fails for every row that breaks what holds for each row of a table, and says which: the key, the
    number of rows that share it where they should not (`rows_found`), and the `problem`.

    key              columns that no two rows have in common, of which nulls count as equal; without
                     one, rows may be alike
    never_empty      columns that are never null
    filled_where     columns that are not null where a condition holds: {column: condition}
    found_in         columns whose values stand in another table's column of the same name
    never_negative   columns that are never below 0 (NaN is); null is let pass
    one_of           columns that have one of these values, or null: {column: [values]}
    counts           whether the counts of delivery are never below 0 but where returns make them so
    rates            whether every rate has to be the quotient of the row's own sums: by what the
                     registry says, not by the macros, which this is to check
    of               the table, where a user's model may have its name: dbt would take that one

    One statement reads the table once for all of it, where a test a column would read it for each.
    -#}
{% test one_row_per(
    model, key=[], never_empty=[], filled_where={}, found_in={}, never_negative=[], one_of={},
    counts=false, rates=false, of=none
) %}

{%- set text = ad_metrics.type_text() %}
{%- set shown = key or never_empty %}
{%- set own = [] %}
{%- for column in never_empty %}
{%- do own.append([column ~ ' is null', column ~ ' is empty']) %}
{%- endfor %}
{%- for column, condition in filled_where.items() %}
{%- do own.append([
    column ~ ' is null and (' ~ condition ~ ')', column ~ ' is empty, where ' ~ condition
]) %}
{%- endfor %}
{%- for name, about in (ad_metrics.measure_registry() if counts else {}).items()
    if about.kind != 'money' and not about.signed %}
{%- do never_negative.append(name) %}
{%- endfor %}
{%- for column in never_negative %}
{%- do own.append(['not ' ~ column ~ ' >= 0', column ~ ' is below 0, or is no number']) %}
{%- endfor %}
{%- for column, values in one_of.items() %}
{%- do own.append([
    column ~ " not in ('" ~ values | join("', '") ~ "')",
    column ~ ' is none of ' ~ values | join(', '),
]) %}
{%- endfor %}
{%- for rate, about in (ad_metrics.rate_registry() if rates else {}).items()
    if about.kind == 'rate' %}
{%- set numerator, denominator = about.of %}
{%- do own.append([
    'coalesce(' ~ rate ~ ', -2) <> coalesce(case when ' ~ denominator ~ ' <> 0 then cast('
    ~ numerator ~ ' as ' ~ ad_metrics.type_double() ~ ') * ' ~ (about.scale or 1) ~ ' / cast('
    ~ denominator ~ ' as ' ~ ad_metrics.type_double() ~ ') end, -2)',
    rate ~ ' is not what the sums of its row come to',
]) %}
{%- endfor %}
{%- if own or found_in %}
with

judged as (
    select
        *,
        case
            {%- for condition, problem in own %}
            when {{ condition }} then {{ ad_metrics.text_literal(problem) }}
            {%- endfor %}
            {#- There may be none, and a case has at least one. #}
            when false then ''
        end as own_problem
    from {{ of or model }}
),

problems as (
    select
        {%- for column in shown %}
        cast(judged.{{ column }} as {{ text }}) as {{ column }},
        {%- endfor %}
        case
            when judged.own_problem is not null then judged.own_problem
            {%- for column, table in found_in.items() %}
            when judged.{{ column }} is not null and in_{{ column }}.{{ column }} is null
                then '{{ column }} has values that {{ table.identifier }} does not have'
            {%- endfor %}
        end as problem
    from judged
    {%- for column, table in found_in.items() %}
    left join {{ table }} as in_{{ column }} on judged.{{ column }} = in_{{ column }}.{{ column }}
    {%- endfor %}
)

select
    {{ shown | join(', ') }},
    cast(1 as bigint) as rows_found,
    problem
from problems
where problem is not null
{%- endif %}
{%- if (own or found_in) and key %}

union all
{% endif %}
{%- if key %}
select
    {%- for column in key %}
    cast({{ column }} as {{ text }}) as {{ column }},
    {%- endfor %}
    cast(count(*) as bigint) as rows_found,
    'several rows have the same {{ key | join(', ') }}' as problem
from {{ of or model }}
group by {{ key | join(', ') }}
having count(*) > 1
{%- endif %}

{% endtest %}
