{#- The body of a test that stops the build: the query of what is wrong and, when dbt runs it, an error that says
    it in words. dbt's own message for a failing test is a number. -#}
{%- macro stop_build(query, remedy) -%}
    {%- if execute and flags.WHICH in ('build', 'test') -%}
        {%- set found = run_query(query) -%}
        {%- if found.rows -%}
            {{ exceptions.raise_compiler_error(
                found.columns[0].values() | join('; ') ~ '. ' ~ remedy ~ '.'
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ query }}
{%- endmacro -%}
