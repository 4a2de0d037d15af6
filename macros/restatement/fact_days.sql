{#- The table that says what the facts of each day were made from: source, utc_day, fingerprint. It
    is written in the transaction that writes the facts, so neither can be ahead of the other;
    models before the facts ask it. -#}
{%- macro fact_days() -%}
    {{ return(ad_metrics.table_of('int_restated_days', 'fact_days')) }}
{%- endmacro -%}


{#- Whether there are facts and an account of what they were made from. -#}
{%- macro are_there_fact_days() -%}
    {%- if not execute -%}
        {{ return(false) }}
    {%- endif -%}
    {{ return(
        load_cached_relation(ad_metrics.table_of('fct_delivery')) is not none
        and load_cached_relation(ad_metrics.fact_days()) is not none
    ) }}
{%- endmacro -%}


{#- Whether this build keeps facts that an earlier one has made: a full refresh makes all anew. -#}
{%- macro has_fact_days() -%}
    {{ return(ad_metrics.are_there_fact_days() and not flags.FULL_REFRESH) }}
{%- endmacro -%}


{#- The table of a model, for one that may not depend on it: as that is made from it, or as it is to
    be asked for what an earlier build left; or another table beside it. -#}
{%- macro table_of(name, beside=none) -%}
    {%- set node = graph.nodes['model.ad_metrics.' ~ name] -%}
    {{ return(api.Relation.create(
        database=node.database,
        schema=node.schema,
        identifier=beside or node.alias,
        type='table' if beside else none
    )) }}
{%- endmacro -%}


{#- A hook of fct_delivery: notes what the facts were made from that it has just written. -#}
{%- macro note_fact_days(restated_days) -%}
    {%- if execute -%}
        {{ ad_metrics.write_fact_days(ad_metrics.fact_days(), restated_days) }}
    {%- endif -%}
{%- endmacro -%}
