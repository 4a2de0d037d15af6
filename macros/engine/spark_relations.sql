{#- What dbt asks Spark for the tables of a schema. Of Iceberg's tables in Hive's metastore Spark
    says there that they are Hive's, and dbt would drop them before it makes them anew, and keep no
    history in them. -#}
{%- macro spark__list_relations_without_caching(relation) -%}
    {%- call statement('list_relations_without_caching', fetch_result=true) -%}
        show table extended in {{ relation.schema }} like '*'
    {%- endcall -%}
    {%- set relations = [] -%}
    {%- for row in load_result('list_relations_without_caching').table.rows -%}
        {%- set about = row[3] | replace('Provider: hive', 'Provider: iceberg')
            if 'table_type=ICEBERG' in row[3] else row[3] -%}
        {%- do relations.append((row[0], row[1], row[2], about)) -%}
    {%- endfor -%}
    {{ return(relations) }}
{%- endmacro -%}
