{#- The names of these kinds of metrics, in the order of the marts' columns. -#}
{%- macro metrics_of_kind(kinds) -%}
    {%- set names = [] -%}
    {%- for name, metric in ad_metrics.metric_registry().items() if metric.kind in kinds -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}


{#- The additive measures of delivery that are counts. -#}
{%- macro counts() -%}
    {{ return(ad_metrics.metrics_of_kind(['count', 'quantity'])) }}
{%- endmacro -%}


{#- The additive measures that are amounts of money. -#}
{%- macro amounts() -%}
    {{ return(ad_metrics.metrics_of_kind(['money'])) }}
{%- endmacro -%}


{#- The measures that sources tell of their delivery, with their types. -#}
{%- macro told_measures() -%}
    {%- set types = {} -%}
    {%- for name, metric in ad_metrics.metric_registry().items()
        if metric.kind in ('count', 'quantity', 'money') and not metric.derived -%}
        {%- do types.update({name: ad_metrics.type_of_kind(metric.kind)}) -%}
    {%- endfor -%}
    {{ return(types) }}
{%- endmacro -%}


{#- The SQL type of a kind of metric. -#}
{%- macro type_of_kind(kind) -%}
    {{ return({
        'count': 'bigint',
        'quantity': ad_metrics.type_quantity(),
        'money': ad_metrics.type_money(),
        'difference': ad_metrics.type_money(),
        'rate': ad_metrics.type_double(),
    }[kind]) }}
{%- endmacro -%}


{#- The sums of every additive measure of delivery, as select columns. Nothing else may be added up.
    A count that the source does not tell is null; with `or_nothing` it is 0 where there is no
    delivery at all. Where nothing but spend is on, what it does not have is null without asking the
    rows. -#}
{%- macro measures(or_nothing=false) -%}
    {%- set registry = ad_metrics.metric_registry() -%}
    {%- set has_sold = ad_metrics.has_side('sold') -%}
    {%- for name in ad_metrics.counts() + ad_metrics.amounts() %}
    {%- set metric = registry[name] %}
    {%- set total = 'sum(' ~ name ~ ')' if has_sold or metric.side != 'sold' else 'null' %}
    {%- if or_nothing and metric.kind != 'money' and not metric.optional %}
    {%- set total = 'coalesce(' ~ total ~ ', case when count(source_rows) = 0 then 0 end)' %}
    {%- endif %}
    cast({{ total }} as {{ ad_metrics.type_of_kind(metric.kind) }}) as {{ name }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}


{#- The measures as select columns of rows that hold their sums already. -#}
{%- macro summed_measures(relation) -%}
    {%- for measure in ad_metrics.counts() + ad_metrics.amounts() %}
    {{ relation }}.{{ measure }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}
