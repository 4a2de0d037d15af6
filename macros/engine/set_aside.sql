{#- A table that has the rows of a query, for the SQL of the model at hand to read instead of that
    query; none where an engine is as well off with the query. Spark makes one plan of all the CTEs
    of a model, which takes minutes where many of them read one another. -#}
{%- macro set_aside(name, query) -%}
    {{ return(adapter.dispatch('set_aside', 'ad_metrics')(name, query)) }}
{%- endmacro -%}

{%- macro default__set_aside(name, query) -%}{{ return(none) }}{%- endmacro -%}

{%- macro spark__set_aside(name, query) -%}
    {%- if not execute or flags.WHICH not in ('build', 'run') -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set relation = this.incorporate(
        path={'identifier': this.identifier ~ '__' ~ name}, type='table'
    ) -%}
    {%- do ad_metrics._spark_replace(relation, query) -%}
    {{ return(relation) }}
{%- endmacro -%}
