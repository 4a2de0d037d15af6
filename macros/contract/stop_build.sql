{#- The body of a test that stops the build: the query of what is wrong and, when dbt runs it, an
    error that says it in words. dbt's own message for a failing test is a number. -#}
{%- macro stop_build(query, remedy, intro='') -%}
    {%- if execute and flags.WHICH in ('build', 'test') -%}
        {%- set problems = run_query(query).columns[0].values() | list -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(
                intro ~ problems[:10] | join('; ')
                ~ (' and ' ~ (problems | length - 10) ~ ' more' if problems | length > 10)
                ~ '. ' ~ remedy ~ '.'
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ query }}
{%- endmacro -%}
