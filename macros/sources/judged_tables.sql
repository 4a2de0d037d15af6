{#- What known_sources() says of the raw tables that dbt knows by this name, with the source that
    they are of (`of`) and the var that says where they are (`path`). Those of a source that the
    project at hand brings itself are where dbt's source() has them. -#}
{%- macro raw_source(name) -%}
    {%- for of, about in ad_metrics.known_sources().items() if name in about.raw -%}
        {%- set found = {'path': about['var'], 'of': of} -%}
        {%- do found.update(about.raw[name]) -%}
        {{ return(found) }}
    {%- endfor -%}
    {{ return({'of': name, 'path': none, 'tables': []}) }}
{%- endmacro -%}


{#- The raw tables of a source that are judged: [{'source', 'table', 'model'}], where the model has
    their rows with their verdicts. -#}
{%- macro judged_tables(of) -%}
    {%- set judged = [] -%}
    {%- for source_name, about in ad_metrics.known_sources()[of].raw.items() -%}
        {%- for table in about.tables -%}
            {%- do judged.append({
                'source': source_name,
                'table': table,
                'model': ref('ad_metrics', ad_metrics.judged_model(source_name, table)),
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(judged) }}
{%- endmacro -%}


{#- The name of the model with the judged rows of a raw table. -#}
{%- macro judged_model(source_name, table) -%}
    {{ return('base_' ~ (
        table if table.startswith(source_name) else source_name ~ '__' ~ table
    )) }}
{%- endmacro -%}


{#- The output `rejected` of judged tables, [{'table', 'model'}]. -#}
{%- macro rejected_of(tables) -%}
    {%- for judged in tables %}
    select
        {{ ad_metrics.output('rejected', {
            'raw_table': "'" ~ judged.table ~ "'",
            'load_name': 'raw_place',
            'raw_line': 'raw_line',
            'raw_key': 'raw_key',
            'rejected_because': 'rejected_because',
            'raw_row': 'raw_row',
        }) }}
    from {{ judged.model }}
    where verdict = 'rejected'
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}
{%- endmacro -%}


{#- The output `noted` of judged tables, [{'table', 'model'}]: what was left empty in rows that
    count, as it could not be read; each note once. -#}
{%- macro left_empty_of(tables) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- for judged in tables %}
    select
        {{ ad_metrics.output('noted', {
            'reason': "'left empty'",
            'what_to_do': "'" ~ judged.table ~ ": ' || noted_because || ' In ' || cast(count(*) as "
                ~ text ~ ") || ' rows that count otherwise, for instance ' || min(raw_key) || '.'",
        }) }}
    from {{ judged.model }}
    where noted_because is not null
    group by noted_because
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}
{%- endmacro -%}
