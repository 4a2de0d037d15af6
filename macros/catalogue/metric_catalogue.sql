{#- Every measure and rate, as a list of dictionaries: what its semantic metric says of it, and its SQL on this engine. -#}
{%- macro metric_catalogue() -%}
    {%- set catalogue = [] -%}
    {%- set names = ad_metrics.counts() + ad_metrics.amounts() + ['margin'] + ad_metrics.rate_inputs() | list -%}
    {%- for name in names -%}
        {%- set metric = graph.metrics['metric.ad_metrics.' ~ name] -%}
        {%- set formula = modules.re.search('- Formula: (.*)', metric.description) -%}
        {%- set is_rate = name in ad_metrics.rate_inputs() -%}
        {%- do catalogue.append({
            'name': name,
            'label': metric.label,
            'aliases': ad_metrics.metric_aliases(name),
            'description': metric.description.split('\n\n')[0] | replace('\n', ' '),
            'formula': formula.group(1) if formula else none,
            'unit': metric.config.meta.unit,
            'format': metric.config.meta.format,
            'additive': not is_rate,
            'inputs': ad_metrics.metric_inputs(name),
            'owner': metric.config.meta.owner,
            'certified_by': metric.config.meta.certified_by,
            'sql': ad_metrics.metric_sql(name),
            'portable_sql': ad_metrics.metric_sql(name, portable=true),
            'function_sql': ad_metrics.create_rate_function(name) | trim if is_rate or name == 'margin' else none,
        }) -%}
    {%- endfor -%}
    {{ return(catalogue) }}
{%- endmacro -%}


{#- Prints the catalogue as JSON: dbt --quiet run-operation print_metric_catalogue -#}
{%- macro print_metric_catalogue() -%}
    {%- do print(tojson(ad_metrics.metric_catalogue())) -%}
{%- endmacro -%}


{#- The statements that create every rate's function in the schema of the model at hand. -#}
{%- macro create_rate_functions() -%}
    {%- if execute -%}
        {%- set schema = this.include(identifier=false) ~ '.' -%}
        {%- for metric in ad_metrics.metric_catalogue() if metric.function_sql -%}
            {{ ad_metrics.create_rate_function(metric.name, schema) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
