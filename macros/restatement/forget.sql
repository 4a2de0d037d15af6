{#- Takes the delivery of a source that is off out of the facts, so that the next build goes on
    without it: dbt run-operation forget --args '{source: revive}'. Its judged rows stay in their
    tables, so its facts come back where it is on again. -#}
{%- macro forget(source) -%}
    {%- if ad_metrics.is_on(source) -%}
        {{ exceptions.raise_compiler_error(
            'The source ' ~ source ~ ' is on, so the next build would make its delivery anew.'
            ~ ' Leave it out of the vars first. Nothing was changed.'
        ) }}
    {%- elif not ad_metrics.are_there_fact_days() or not run_query(
        'select 1 as one from ' ~ ad_metrics.fact_days() ~ ' where source = '
        ~ ad_metrics.text_literal(source) ~ ' limit 1'
    ).rows -%}
        {{ exceptions.raise_compiler_error(
            'This warehouse has no delivery of a source ' ~ source ~ '. Nothing was changed.'
        ) }}
    {%- endif -%}
    {%- do ad_metrics.delete_source(
        ad_metrics.table_of('fct_delivery'), ad_metrics.fact_days(), source
    ) -%}
    {%- do log('The delivery of ' ~ source ~ ' is out of the facts. Build now.', info=true) -%}
{%- endmacro -%}
