{#- The measures that a metric is worked out from, in the order of its macro's arguments. -#}
{%- macro metric_inputs(name) -%}
    {%- set about = ad_metrics.rate_registry().get(name) -%}
    {%- set inputs = [] -%}
    {%- for measure in modules.re.findall('[a-z_]+', about.of | join(' ') if about else name) -%}
        {#- No filter of the loop: dbt 2 asks it before the list grows. -#}
        {%- if measure not in inputs -%}
            {%- do inputs.append(measure) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(inputs) }}
{%- endmacro -%}


{#- Whether a metric is worked out from amounts of money. -#}
{%- macro metric_has_amounts(name) -%}
    {%- set amounts = ad_metrics.amounts() -%}
    {{ return(ad_metrics.metric_inputs(name) | select('in', amounts) | list | length > 0) }}
{%- endmacro -%}


{#- The columns of which rows may have one value only for a metric to mean something: the currency
    of amounts, and the side of a rate. -#}
{%- macro metric_is_of_one(name) -%}
    {{ return(
        (['currency'] if ad_metrics.metric_has_amounts(name) else [])
        + (['side'] if ad_metrics.metric_registry()[name].kind == 'rate' else [])
    ) }}
{%- endmacro -%}


{#- A metric as one SQL expression over the rows of any mart that has its measures, their currency
    and their side: this engine's or, if `portable`, any's. -#}
{%- macro metric_sql(name, portable=false) -%}
    {%- set about = ad_metrics.metric_registry()[name] -%}
    {%- if about.of -%}
        {%- set total = ad_metrics[name]() -%}
    {%- else -%}
        {%- set type = ad_metrics.types_of_kinds()[about.kind] -%}
        {%- set total = 'cast(sum(' ~ name ~ ') as ' ~ type ~ ')' -%}
    {%- endif -%}
    {%- set columns = ad_metrics.metric_is_of_one(name) -%}
    {{ return(
        ad_metrics.default__in_one(columns, total | trim) | trim if portable
        else ad_metrics.in_one(columns, total | trim) | trim
    ) }}
{%- endmacro -%}


{#- Other names that the field has for a metric. -#}
{%- macro metric_aliases(name) -%}
    {{ return(ad_metrics.metric_registry()[name].aliases or []) }}
{%- endmacro -%}
