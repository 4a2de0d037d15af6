{#- Every measure and metric, as a list of dictionaries: what the registry and the marts' columns
    say of it, and its SQL on this engine. A project that has this one as a package has no semantic
    metrics, and so no owners. -#}
{%- macro metric_catalogue() -%}
    {%- set catalogue = [] -%}
    {%- set columns = graph.nodes['model.ad_metrics.campaign_metrics_daily'].columns -%}
    {%- for name, about in ad_metrics.metric_registry().items() -%}
        {%- set words = columns[name].description -%}
        {%- set formula = modules.re.search('- Formula: (.*)', words) -%}
        {%- set metric = graph.metrics.get('metric.ad_metrics.' ~ name, {}) -%}
        {#- dbt 1 keeps it in the metric's config, dbt 2 beside that. -#}
        {%- set meta = (metric.config or metric).meta or {} -%}
        {%- do catalogue.append({
            'name': name,
            'label': about.label,
            'aliases': ad_metrics.metric_aliases(name),
            'description': words.split('\n\n')[0] | replace('\n', ' '),
            'formula': formula.group(1) if formula else none,
            'unit': about.unit,
            'format': about.format,
            'better': about.better,
            'additive': about.kind != 'rate',
            'inputs': ad_metrics.metric_inputs(name),
            'owner': meta.owner,
            'certified_by': meta.certified_by,
            'sql': ad_metrics.metric_sql(name),
            'portable_sql': ad_metrics.metric_sql(name, portable=true),
            'function_sql': ad_metrics.create_rate_function(name) | trim if about.of else none,
        }) -%}
    {%- endfor -%}
    {{ return(catalogue) }}
{%- endmacro -%}


{#- These fields of the catalogue as rows of texts, a list's parts joined by commas; none while dbt
    parses. -#}
{%- macro metric_rows(fields) -%}
    {%- set rows = [] -%}
    {%- for metric in (ad_metrics.metric_catalogue() if execute else []) -%}
        {%- set row = [] -%}
        {%- for field in fields -%}
            {%- set is_list = metric[field] is iterable and metric[field] is not string -%}
            {%- do row.append(metric[field] | join(', ') if is_list else metric[field]) -%}
        {%- endfor -%}
        {%- do rows.append(row) -%}
    {%- endfor -%}
    {{ return(rows) }}
{%- endmacro -%}


{#- Prints as JSON what macros/metrics/generate.py writes files from: the registry, with each
    metric's inputs and what it is over other semantic metrics. -#}
{%- macro print_metric_registry() -%}
    {%- set answer = {} -%}
    {%- for name, about in ad_metrics.metric_registry().items() -%}
        {%- set columns = ad_metrics.metric_is_of_one(name) -%}
        {%- do answer.update({name: dict(
            about,
            inputs=ad_metrics.metric_inputs(name),
            of_one=columns,
            semantic_sql=ad_metrics.default__in_one(
                columns,
                ad_metrics.metric_of_sums(name, '<measure>_in_any_currency', '<measure>'),
                first='first_<column>',
                last='last_<column>'
            ) | trim
        )}) -%}
    {%- endfor -%}
    {%- do print(tojson(answer)) -%}
{%- endmacro -%}


{#- Prints the catalogue as JSON: dbt --quiet run-operation print_metric_catalogue -#}
{%- macro print_metric_catalogue() -%}
    {%- do print(tojson(ad_metrics.metric_catalogue())) -%}
{%- endmacro -%}


{#- What a rate's SQL function is described by in the warehouse, as a text of SQL: its words and its
    formula in the glossary. -#}
{%- macro function_comment(name) -%}
    {%- set node = graph.nodes['model.ad_metrics.campaign_metrics_daily'] -%}
    {%- set words = node.columns[name].description -%}
    {%- set facts = modules.re.findall('- ((?:Formula|Unit|Null): .*)', words) -%}
    {{ return(ad_metrics.text_literal(
        words.split('\n\n')[0] | replace('\n', ' ') ~ ' ' ~ facts | join('. ') ~ '.'
    )) }}
{%- endmacro -%}


{#- The statements that create every rate's function in the schema of the model at hand. -#}
{%- macro create_rate_functions() -%}
    {%- if execute -%}
        {%- set schema = this.include(identifier=false) ~ '.' -%}
        {%- for name in ad_metrics.rate_registry() -%}
            {{ ad_metrics.create_rate_function(name, schema) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
