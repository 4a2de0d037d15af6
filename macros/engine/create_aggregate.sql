{#- Statements that create an aggregate function of two measures in this schema (with its dot).
    `about` has its `name` and all its `names`, its `inputs`, the columns that it takes as well as
    all rows have to be `in_one` of them, its formula `over_rows` and `over_totals`, the `type` of
    its answer and a `comment`, a literal. Empty on engines without such functions. -#}
{%- macro create_aggregate(schema, about) -%}
    {{ adapter.dispatch('create_aggregate', 'ad_metrics')(schema, about) }}
{%- endmacro -%}

{%- macro default__create_aggregate(schema, about) -%}{%- endmacro -%}

{#- DuckDB's macros are expanded where they are used, so that one that is not given the currency or
    the side takes them from the rows at hand. -#}
{%- macro duckdb__create_aggregate(schema, about) -%}
    {%- set forms = [about.inputs] -%}
    {%- for column in about.in_one -%}
        {%- do forms.append(forms[-1] + [column]) -%}
    {%- endfor -%}
    {%- for function in about.names %}
create or replace macro {{ schema }}{{ function }}
    {%- for parameters in forms %}
    ({{ parameters | join(', ') }}) as ({{ about.over_rows }})
    {%- if not loop.last %},{% endif %}
    {%- endfor %};
comment on macro {{ schema }}{{ function }} is {{ about.comment }};
    {%- endfor %}
{%- endmacro -%}

{#- PostgreSQL's aggregates see their arguments only, so the currency and the side have to be among
    them. Functions that took less, of a version before, go. -#}
{%- macro postgres__create_aggregate(schema, about) -%}
do $do$ begin
    create type {{ schema }}rate_totals as (
        first_total numeric, second_total numeric, first_currency text, last_currency text
    );
exception when duplicate_object then null;
end $do$;
create or replace function {{ schema }}add_to_rate_totals(
    totals {{ schema }}rate_totals, first_part numeric, second_part numeric, currency text
) returns {{ schema }}rate_totals language sql immutable return row(
    case
        when first_part is null then (totals).first_total
        else coalesce((totals).first_total, 0) + first_part
    end,
    case
        when second_part is null then (totals).second_total
        else coalesce((totals).second_total, 0) + second_part
    end,
    least((totals).first_currency, currency),
    greatest((totals).last_currency, currency)
)::{{ schema }}rate_totals;
create or replace function {{ schema }}add_to_rate_totals(
    totals {{ schema }}rate_totals, first_part numeric, second_part numeric,
    currency text, side text
) returns {{ schema }}rate_totals language sql immutable
return {{ schema }}add_to_rate_totals(totals, first_part, second_part, currency || ' ' || side);
create or replace function {{ schema }}{{ about.name }}_of_totals(totals {{ schema }}rate_totals)
returns {{ about.type }} language sql immutable
return case when (totals).first_currency = (totals).last_currency then {{ about.over_totals }} end;
comment on function {{ schema }}{{ about.name }}_of_totals({{ schema }}rate_totals)
is 'A step of the aggregate function {{ about.name }}; not to be called by itself.';
    {%- for parameters in ['text', 'text, text'] %}
comment on function {{ schema }}add_to_rate_totals(
    {{ schema }}rate_totals, numeric, numeric, {{ parameters }}
) is 'A step of the aggregate functions of rates; not to be called by itself.';
    {%- endfor %}
    {%- for function in about.names %}
    {%- set parameters = 'numeric, numeric' ~ ', text' * about.in_one | length %}
    {%- if 'side' in about.in_one %}
drop aggregate if exists {{ schema }}{{ function }}({{ parameters[:-6] }});
    {%- endif %}
create or replace aggregate {{ schema }}{{ function }}({{ parameters }}) (
    sfunc = {{ schema }}add_to_rate_totals,
    stype = {{ schema }}rate_totals,
    finalfunc = {{ schema }}{{ about.name }}_of_totals
);
comment on aggregate {{ schema }}{{ function }}({{ parameters }})
is {{ about.comment }};
    {%- endfor %}
{%- endmacro -%}
