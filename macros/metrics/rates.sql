{#- The margin and every rate as select columns: of the sums over the rows at hand or, with
    `summed`, of rows that hold sums already and are at the grain that is shown. -#}
{%- macro rates(summed=false) -%}
    {%- for name in ad_metrics.rate_registry() %}
    {%- set arguments = [] %}
    {%- for measure in ad_metrics.metric_inputs(name) %}
    {%- do arguments.append(measure if summed else 'sum(' ~ measure ~ ')') %}
    {%- endfor %}
    {{ ad_metrics[name](*arguments) }} as {{ name }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}
