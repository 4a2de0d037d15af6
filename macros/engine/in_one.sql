{#- An expression over several rows, unless they have several values in one of these columns: then
    it is null. Amounts of several currencies have no sum, and a rate over what was sold and what
    was bought means nothing. -#}
{%- macro in_one(columns, expression) -%}
    {{ adapter.dispatch('in_one', 'ad_metrics')(columns, expression) }}
{%- endmacro -%}

{#- Tools that add up by themselves have names of their own for the first and the last value. -#}
{%- macro default__in_one(columns, expression, first='min(<column>)', last='max(<column>)') -%}
    {%- set conditions = [] -%}
    {%- for column in columns -%}
        {%- do conditions.append((first ~ ' = ' ~ last).replace('<column>', column)) -%}
    {%- endfor -%}
    {{ return(
        'case when ' ~ conditions | join(' and ') ~ ' then ' ~ expression ~ ' end'
        if columns else expression
    ) }}
{%- endmacro -%}

{#- Numbers are compared faster than texts: a third of a dashboard's query went into this. No two
    codes of three letters have the same, nor have the two sides. -#}
{%- macro duckdb__in_one(columns, expression) -%}
    {{ return(ad_metrics.default__in_one(
        columns, expression, first='min(hash(<column>))', last='max(hash(<column>))'
    )) }}
{%- endmacro -%}
