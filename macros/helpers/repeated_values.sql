{#- A select of the values, as repeated_id, that a column has more than once; null is none. -#}
{%- macro repeated_values(relation, column, type) -%}{{ adapter.dispatch('repeated_values', 'ad_metrics')(relation, column, type) }}{%- endmacro -%}

{%- macro default__repeated_values(relation, column, type) -%}
    select {{ column }} as repeated_id
    from {{ relation }}
    where {{ column }} is not null
    group by {{ column }}
    having count(*) > 1
{%- endmacro -%}

{#- Almost every id stands once. To sort such numbers, in whatever order they come, takes DuckDB two thirds of the time that a table of them takes it, and a quarter
    where they come nearly sorted; texts are quicker by a table. -#}
{%- macro duckdb__repeated_values(relation, column, type) -%}
    {%- if ad_metrics.is_text_type(type) -%}
    {{ ad_metrics.default__repeated_values(relation, column, type) }}
    {%- else -%}
    select distinct value as repeated_id
    from (
        select
            {{ column }} as value,
            lag({{ column }}) over (order by {{ column }}) as value_before
        from {{ relation }}
        where {{ column }} is not null
    ) as sorted
    where value = value_before
    {%- endif -%}
{%- endmacro -%}
