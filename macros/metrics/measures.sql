{#- The additive measures of delivery that are counts. -#}
{%- macro counts() -%}
    {{ return(ad_metrics._measures_of_kind(['count', 'quantity'])) }}
{%- endmacro -%}


{#- The additive measures that are amounts of money. -#}
{%- macro amounts() -%}
    {{ return(ad_metrics._measures_of_kind(['money'])) }}
{%- endmacro -%}


{%- macro _measures_of_kind(kinds) -%}
    {%- set names = [] -%}
    {%- for name, measure in ad_metrics.measure_registry().items() if measure.kind in kinds -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}


{#- The measures that sources tell of their delivery, with their types. -#}
{%- macro told_measures() -%}
    {%- set of_kinds = ad_metrics.types_of_kinds() -%}
    {%- set types = {} -%}
    {%- for name, measure in ad_metrics.measure_registry().items() if not measure.derived -%}
        {%- do types.update({name: of_kinds[measure.kind]}) -%}
    {%- endfor -%}
    {{ return(types) }}
{%- endmacro -%}


{#- The SQL type of each kind of measure. -#}
{%- macro types_of_kinds() -%}
    {{ return({
        'count': 'bigint',
        'quantity': ad_metrics.type_quantity(),
        'money': ad_metrics.type_money(),
    }) }}
{%- endmacro -%}


{#- The sums of every additive measure of delivery, as select columns. Nothing else may be added up.
    A count that the source does not tell is null; with `or_nothing` it is 0 where there is no
    delivery at all. Where nothing but spend is on, what it does not have is null without asking the
    rows. -#}
{%- macro measures(or_nothing=false) -%}
    {%- set registry = ad_metrics.measure_registry() -%}
    {%- set types = ad_metrics.types_of_kinds() -%}
    {%- set has_sold = ad_metrics.has_side('sold') -%}
    {%- for name in ad_metrics.counts() + ad_metrics.amounts() %}
    {%- set metric = registry[name] %}
    {%- set total = 'sum(' ~ name ~ ')' if has_sold or metric.side != 'sold' else 'null' %}
    {%- if or_nothing and metric.kind != 'money' and not metric.optional %}
    {%- set total = 'coalesce(' ~ total ~ ', case when count(source_rows) = 0 then 0 end)' %}
    {%- endif %}
    cast({{ total }} as {{ types[metric.kind] }}) as {{ name }}
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
