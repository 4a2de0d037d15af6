{#- The table that says what the facts of each day were made from: source, utc_day, fingerprint. It is written in the
    transaction that writes the facts, so neither can be ahead of the other; models before the facts ask it. -#}
{%- macro fact_days() -%}
    {%- set place = graph.nodes['model.ad_metrics.int_restated_days'] -%}
    {{ return(api.Relation.create(
        database=place.database, schema=place.schema, identifier='fact_days', type='table'
    )) }}
{%- endmacro -%}


{#- Whether there are facts and an account of what they were made from. -#}
{%- macro are_there_fact_days() -%}
    {%- if not execute -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set facts = graph.nodes['model.ad_metrics.fct_delivery'] -%}
    {%- set found = load_cached_relation(api.Relation.create(
        database=facts.database, schema=facts.schema, identifier=facts.alias
    )) -%}
    {{ return(found is not none and load_cached_relation(ad_metrics.fact_days()) is not none) }}
{%- endmacro -%}


{#- Whether this build keeps facts that an earlier one has made: a full refresh makes all anew. -#}
{%- macro has_fact_days() -%}
    {{ return(ad_metrics.are_there_fact_days() and not flags.FULL_REFRESH) }}
{%- endmacro -%}
