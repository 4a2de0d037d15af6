{#- Every measure and rate, as a list of dictionaries: what the marts' columns and its semantic metric say of it, and its SQL on this engine.
    A project that has this one as a package has no semantic metrics, and so no labels, formats and owners. -#}
{%- macro metric_catalogue() -%}
    {%- set catalogue = [] -%}
    {%- set columns = graph.nodes['model.ad_metrics.campaign_metrics_daily'].columns -%}
    {%- set names = ad_metrics.counts() + ad_metrics.amounts() + ['margin'] + ad_metrics.rate_inputs() | list -%}
    {%- for name in names -%}
        {%- set words = columns[name].description -%}
        {%- set formula = modules.re.search('- Formula: (.*)', words) -%}
        {%- set metric = graph.metrics.get('metric.ad_metrics.' ~ name, {}) -%}
        {#- dbt 1 keeps it in the metric's config, dbt 2 beside that. -#}
        {%- set meta = (metric.config or metric).meta or {} -%}
        {%- set is_rate = name in ad_metrics.rate_inputs() -%}
        {%- do catalogue.append({
            'name': name,
            'label': metric.label,
            'aliases': ad_metrics.metric_aliases(name),
            'description': words.split('\n\n')[0] | replace('\n', ' '),
            'formula': formula.group(1) if formula else none,
            'unit': modules.re.search('- Unit: (.*)', words).group(1),
            'format': meta.format,
            'additive': not is_rate,
            'inputs': ad_metrics.metric_inputs(name),
            'owner': meta.owner,
            'certified_by': meta.certified_by,
            'sql': ad_metrics.metric_sql(name),
            'portable_sql': ad_metrics.metric_sql(name, portable=true),
            'function_sql': ad_metrics.create_rate_function(name) | trim if is_rate or name == 'margin' else none,
        }) -%}
    {%- endfor -%}
    {{ return(catalogue) }}
{%- endmacro -%}


{#- These fields of the catalogue as rows of texts, a list's parts joined by commas; none while dbt parses. -#}
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
        {%- for name in ['margin'] + ad_metrics.rate_inputs() | list -%}
            {{ ad_metrics.create_rate_function(name, schema) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
