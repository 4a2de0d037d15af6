{#- What dbt runs to find the types of a unit test's rows. It asks for the answer of a statement
    that has none, which on Spark 3 is an error. -#}
{%- macro spark__get_create_table_as_sql(temporary, relation, sql) -%}
    {%- if not temporary -%}
        {{ return(create_table_as(temporary, relation, sql)) }}
    {%- endif -%}
    {%- do ad_metrics._spark_execute(create_table_as(temporary, relation, sql)) -%}
    {{ return('select 1 as one') }}
{%- endmacro -%}
