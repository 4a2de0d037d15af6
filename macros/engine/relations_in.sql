{#- The tables and views of a schema, as relations. Asked for anew, as dbt remembers only the
    schemas that it builds. -#}
{%- macro relations_in(database, schema) -%}
    {{ return(adapter.dispatch('relations_in', 'ad_metrics')(database, schema)) }}
{%- endmacro -%}

{%- macro default__relations_in(database, schema) -%}
    {%- set relations = [] -%}
    {%- set place = api.Relation.create(database=database, schema=schema) -%}
    {%- for found in dbt.list_relations_without_caching(place).rows -%}
        {%- do relations.append(api.Relation.create(
            database=database, schema=found['schema'], identifier=found['name']
        )) -%}
    {%- endfor -%}
    {{ return(relations) }}
{%- endmacro -%}

{#- Spark answers an error where there is no such schema. Raw tables are asked for here first, so
    what would read them wrongly is refused here. -#}
{%- macro spark__relations_in(database, schema) -%}
    {{ ad_metrics._stop_at_spark_session() }}
    {%- set relations = [] -%}
    {%- if run_query("show schemas like '" ~ schema ~ "'").rows -%}
        {%- for found in run_query('show tables in ' ~ adapter.quote(schema)).rows -%}
            {%- do relations.append(
                api.Relation.create(schema=schema, identifier=found['tableName'])
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(relations) }}
{%- endmacro -%}


{#- Raises an error where a timestamp would be read as the local time of the server. -#}
{%- macro _stop_at_spark_session() -%}
    {%- set zone = run_query('select current_timezone() as zone').rows[0][0] -%}
    {%- if zone not in ('UTC', 'Etc/UTC', 'GMT', 'Z') -%}
        {{ exceptions.raise_compiler_error(
            'The time zone of sessions on this Spark is ' ~ zone ~ '. It must be UTC: start the'
            ~ ' server with spark.sql.session.timeZone=UTC.'
        ) }}
    {%- endif -%}
{%- endmacro -%}
