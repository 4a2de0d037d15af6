{#- Statements that create a rate as an aggregate function in this schema (with its dot; else in the
    one at hand), for any SQL client to ask for by name: ecpm(revenue, impressions). One that has
    amounts of money takes the currency too, and every rate the side; it is null where there are
    several. Empty on engines without such functions. -#}
{%- macro create_rate_function(name, schema='') -%}
    {{ adapter.dispatch('create_rate_function', 'ad_metrics')(name, schema) }}
{%- endmacro -%}

{%- macro default__create_rate_function(name, schema) -%}{%- endmacro -%}

{#- DuckDB's macros are expanded where they are used, so that one that is not given the currency or
    the side takes them from the rows at hand. -#}
{%- macro duckdb__create_rate_function(name, schema) -%}
    {%- set forms = [ad_metrics.metric_inputs(name)] -%}
    {%- for column in ad_metrics.metric_is_of_one(name) -%}
        {%- do forms.append(forms[-1] + [column]) -%}
    {%- endfor -%}
    {%- for function in [name] + ad_metrics.metric_aliases(name) %}
create or replace macro {{ schema }}{{ function }}
    {%- for parameters in forms %}
    ({{ parameters | join(', ') }}) as ({{ ad_metrics.metric_sql(name) }})
    {%- if not loop.last %},{% endif %}
    {%- endfor %};
comment on macro {{ schema }}{{ function }} is {{ ad_metrics.function_comment(name) }};
    {%- endfor %}
{%- endmacro -%}

{#- PostgreSQL's aggregates see their arguments only, so the currency and the side have to be among
    them. Functions that took less, of a version before, go. -#}
{%- macro postgres__create_rate_function(name, schema) -%}
    {%- set inputs = ad_metrics.metric_inputs(name) -%}
    {%- set columns = ad_metrics.metric_is_of_one(name) -%}
    {%- set totals = ['(totals).first_total', '(totals).second_total'] -%}
    {%- set answer = ad_metrics[name](*totals) -%}
    {%- set type = ad_metrics.type_money() if name == 'margin' else ad_metrics.type_double() -%}
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
create or replace function {{ schema }}{{ name }}_of_totals(totals {{ schema }}rate_totals)
returns {{ type }} language sql immutable
return case when (totals).first_currency = (totals).last_currency then {{ answer }} end;
comment on function {{ schema }}{{ name }}_of_totals({{ schema }}rate_totals)
is 'A step of the aggregate function {{ name }}; not to be called by itself.';
    {%- for parameters in ['text', 'text, text'] %}
comment on function {{ schema }}add_to_rate_totals(
    {{ schema }}rate_totals, numeric, numeric, {{ parameters }}
) is 'A step of the aggregate functions of rates; not to be called by itself.';
    {%- endfor %}
    {%- for function in [name] + ad_metrics.metric_aliases(name) %}
    {%- set parameters = 'numeric, numeric' ~ ', text' * columns | length %}
    {%- if 'side' in columns %}
drop aggregate if exists {{ schema }}{{ function }}({{ parameters[:-6] }});
    {%- endif %}
create or replace aggregate {{ schema }}{{ function }}({{ parameters }}) (
    sfunc = {{ schema }}add_to_rate_totals,
    stype = {{ schema }}rate_totals,
    finalfunc = {{ schema }}{{ name }}_of_totals
);
comment on aggregate {{ schema }}{{ function }}({{ parameters }})
is {{ ad_metrics.function_comment(name) }};
    {%- endfor %}
{%- endmacro -%}
