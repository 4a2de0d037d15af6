{#- The measures that a metric is worked out from. -#}
{%- macro metric_inputs(name) -%}
    {%- if name == 'margin' -%}
        {{ return(['revenue', 'media_cost']) }}
    {%- endif -%}
    {{ return(ad_metrics.rate_inputs().get(name, [name])) }}
{%- endmacro -%}


{#- Whether a metric is worked out from amounts of money. -#}
{%- macro metric_has_amounts(name) -%}
    {{ return(ad_metrics.metric_inputs(name) | select('in', ad_metrics.amounts()) | list | length > 0) }}
{%- endmacro -%}


{#- The columns of which rows may have one value only for a metric to mean something: the currency of
    amounts, and the side of a rate. -#}
{%- macro metric_is_of_one(name) -%}
    {{ return(
        (['currency'] if ad_metrics.metric_has_amounts(name) else [])
        + (['side'] if name in ad_metrics.rate_inputs() else [])
    ) }}
{%- endmacro -%}


{#- A metric as one SQL expression over the rows of any mart that has its measures, their currency and their side: this engine's or, if `portable`, any's. -#}
{%- macro metric_sql(name, portable=false) -%}
    {%- if name in ad_metrics.counts() -%}
        {%- set total = 'cast(sum(' ~ name ~ ') as ' ~ (ad_metrics.type_quantity() if name == 'conversions' else 'bigint') ~ ')' -%}
    {%- elif name in ad_metrics.amounts() -%}
        {%- set total = 'cast(sum(' ~ name ~ ') as ' ~ ad_metrics.type_money() ~ ')' -%}
    {%- else -%}
        {%- set total = ad_metrics[name]() -%}
    {%- endif -%}
    {%- set columns = ad_metrics.metric_is_of_one(name) -%}
    {{ return(
        ad_metrics.default__in_one(columns, total | trim) | trim if portable
        else ad_metrics.in_one(columns, total | trim) | trim
    ) }}
{%- endmacro -%}


{#- Other names that the field has for a rate. -#}
{%- macro metric_aliases(name) -%}
    {{ return({'cpt': ['cpm'], 'ecpm': ['erpm'], 'ecpc': ['erpc'], 'ecpa': ['erps', 'ecps']}.get(name, [])) }}
{%- endmacro -%}
