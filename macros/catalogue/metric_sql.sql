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


{#- A metric as one SQL expression over the rows of any mart that has its measures and their currency: this engine's or, if `portable`, any's. -#}
{%- macro metric_sql(name, portable=false) -%}
    {%- if name in ad_metrics.counts() -%}
        {%- set total = 'cast(sum(' ~ name ~ ') as ' ~ (ad_metrics.type_quantity() if name == 'conversions' else 'bigint') ~ ')' -%}
    {%- elif name in ad_metrics.amounts() -%}
        {%- set total = 'cast(sum(' ~ name ~ ') as ' ~ ad_metrics.type_money() ~ ')' -%}
    {%- else -%}
        {%- set total = ad_metrics[name]() -%}
    {%- endif -%}
    {%- if ad_metrics.metric_has_amounts(name) -%}
        {%- set total = ad_metrics.default__in_one_currency(total) if portable else ad_metrics.in_one_currency(total) -%}
    {%- endif -%}
    {{ return(total | trim) }}
{%- endmacro -%}


{#- Other names that the field has for a rate. -#}
{%- macro metric_aliases(name) -%}
    {{ return({'cpt': ['cpm'], 'ecpm': ['erpm'], 'ecpc': ['erpc'], 'ecpa': ['erps', 'ecps']}.get(name, [])) }}
{%- endmacro -%}
