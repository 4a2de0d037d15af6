{#- A model as the last build left it, or none before its first; for a model that comes before it in the graph and so
    cannot ref() it. -#}
{%- macro last_build(name, columns) -%}
    {%- if not execute -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set node = graph.nodes['model.ad_metrics.' ~ name] -%}
    {%- set relation = load_cached_relation(api.Relation.create(
        database=node.database, schema=node.schema, identifier=node.alias
    )) -%}
    {%- if relation is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set found = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {#- An earlier version of this package may have built it without them. -#}
    {%- for column in columns if column not in found -%}
        {{ return(none) }}
    {%- endfor -%}
    {{ return(relation) }}
{%- endmacro -%}
