{#- Whether a query has any row, asked of the warehouse while dbt compiles; yes where it cannot be
    asked. -#}
{%- macro any_row(query) -%}
    {%- if not execute or flags.WHICH not in ('build', 'run', 'test') -%}
        {{ return(true) }}
    {%- endif -%}
    {{ return(run_query(query ~ ' limit 1').rows | length > 0) }}
{%- endmacro -%}
