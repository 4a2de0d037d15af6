{#- A hook before a model or a seed. Spark has no transactions: a statement that was cancelled, as
    the build that sent it was killed, leaves files where its table would be, and Spark makes no
    table of Parquet files where there are some. Where a table is missing, what lies at its place is
    deleted. -#}
{%- macro clear_leftovers(relation) -%}
    {%- if execute -%}
        {{ adapter.dispatch('clear_leftovers', 'ad_metrics')(relation) }}
    {%- endif -%}
{%- endmacro -%}

{%- macro default__clear_leftovers(relation) -%}{%- endmacro -%}

{#- SQL has no other word for it: a table that is dropped takes along the files of the place that it
    was told to be at last. -#}
{%- macro spark__clear_leftovers(relation) -%}
    {%- set is_of_files = config.get('materialized') != 'view'
        and config.get('file_format') == 'parquet' -%}
    {%- set place = ad_metrics._place_without_a_table(relation) if is_of_files -%}
    {%- if place -%}
        {%- set mover = relation.incorporate(
            path={'identifier': relation.identifier ~ '__leftovers'}
        ) -%}
        {#- The second one deletes the place that the first one was made at. -#}
        {%- for moved_to in [place, none] -%}
            {%- do ad_metrics._spark_execute(
                'create table if not exists ' ~ mover ~ ' (nothing int) using parquet'
            ) -%}
            {%- if moved_to -%}
                {%- do ad_metrics._spark_execute(
                    'alter table ' ~ mover ~ ' set location ' ~ ad_metrics.text_literal(moved_to)
                ) -%}
            {%- endif -%}
            {%- do ad_metrics._spark_execute('drop table ' ~ mover) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}


{#- Where Spark would put a table, if there is none; none also where Spark does not say where the
    schema is. What dbt remembers is asked first, as that is quick, and Spark itself again, as
    another build may have made the table since. -#}
{%- macro _place_without_a_table(relation) -%}
    {%- set schema = relation.without_identifier() -%}
    {%- if not load_cached_relation(relation) and not run_query(
        'show tables in ' ~ schema ~ " like '" ~ relation.identifier ~ "'"
    ).rows -%}
        {%- for about in run_query('describe schema ' ~ schema).rows
            if about[0] == 'Location' and about[1] -%}
            {{ return(about[1] ~ '/' ~ relation.identifier) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
