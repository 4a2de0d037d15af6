{#- What to select the values from, as repeated_id, that a column has more than once, null not being
    one; none where it is known that there are none. -#}
{%- macro repeated_values_of(name, relation, column, type) -%}
    {{ return(adapter.dispatch('repeated_values_of', 'ad_metrics')(name, relation, column, type)) }}
{%- endmacro -%}

{#- Not every engine has temporary tables, so each statement looks for them. -#}
{%- macro default__repeated_values_of(name, relation, column, type) -%}
    {{ return('(' ~ ad_metrics.repeated_values(relation, column, type) ~ ')') }}
{%- endmacro -%}

{#- Worked out once and kept for as long as the connection, as several statements ask for them. -#}
{%- macro postgres__repeated_values_of(name, relation, column, type) -%}
    {%- do ad_metrics.execute_all([
        'drop table if exists ' ~ name,
        'create temporary table ' ~ name ~ ' as '
        ~ ad_metrics.repeated_values(relation, column, type),
    ]) -%}
    {{ return(name if run_query('select 1 as one from ' ~ name ~ ' limit 1').rows else none) }}
{%- endmacro -%}

{#- Numbers that only ever grow, in whatever order they are read, are none twice; to look at each
    once takes a tenth of sorting them. -#}
{%- macro duckdb__repeated_values_of(name, relation, column, type) -%}
    {%- set falling -%}
        select 1 as one
        from (
            select
                {{ column }} as value,
                lag({{ column }}) over () as value_before
            from {{ relation }}
            where {{ column }} is not null
        ) as read
        where value <= value_before
    {%- endset -%}
    {%- if not ad_metrics.is_text_type(type) and not run_query(falling ~ ' limit 1').rows -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(ad_metrics.postgres__repeated_values_of(name, relation, column, type)) }}
{%- endmacro -%}


{#- A select of the values, as repeated_id, that a column has more than once; null is none. -#}
{%- macro repeated_values(relation, column, type) -%}
    {{ adapter.dispatch('repeated_values', 'ad_metrics')(relation, column, type) }}
{%- endmacro -%}

{%- macro default__repeated_values(relation, column, type) -%}
    select {{ column }} as repeated_id
    from {{ relation }}
    where {{ column }} is not null
    group by {{ column }}
    having count(*) > 1
{%- endmacro -%}

{#- Almost every id stands once. To sort such numbers, in whatever order they come, takes DuckDB two
    thirds of the time that a table of them takes it, and a quarter where they come nearly sorted;
    texts are quicker by a table. -#}
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
