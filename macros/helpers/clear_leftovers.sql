{#- A hook before a model or a seed. Spark has no transactions: a statement that was cancelled, as the build that sent it was killed, leaves files where
    its table would be, and Spark makes no table of Parquet files where there are some. Where a table is missing, what lies at its place is deleted. -#}
{%- macro clear_leftovers(relation) -%}
    {%- if execute -%}
        {{ adapter.dispatch('clear_leftovers', 'ad_metrics')(relation) }}
    {%- endif -%}
{%- endmacro -%}

{%- macro default__clear_leftovers(relation) -%}{%- endmacro -%}

{#- SQL has no other word for it: a table that is dropped takes along the files of the place that it was told to be at last. -#}
{%- macro spark__clear_leftovers(relation) -%}
    {%- if config.get('materialized') != 'view' and config.get('file_format') == 'parquet' and not load_cached_relation(relation) -%}
        {%- set schema = run_query('describe schema ' ~ relation.without_identifier()) -%}
        {%- set place = schema.rows | selectattr(0, 'equalto', 'Location') | map(attribute=1) | first -%}
        {%- set mover = relation.incorporate(path={'identifier': relation.identifier ~ '__leftovers'}) -%}
        {#- The second one deletes the place that the first one was made at. Where no place is told, none is guessed. -#}
        {%- for moved_to in ([place ~ '/' ~ relation.identifier, none] if place else []) -%}
            {%- do ad_metrics._spark_execute('create table if not exists ' ~ mover ~ ' (nothing int) using parquet') -%}
            {%- if moved_to -%}
                {%- do ad_metrics._spark_execute('alter table ' ~ mover ~ ' set location ' ~ ad_metrics.text_literal(moved_to)) -%}
            {%- endif -%}
            {%- do ad_metrics._spark_execute('drop table ' ~ mover) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
