{#- What Lightdash calls metrics of a model: every amount and metric, as formulas over the sums that
    the columns' own meta names. Made from the metrics' macros, so that no formula is written twice.
    Dimensions and metrics share their names there, hence total_<measure>. -#}
{%- macro lightdash_metrics() -%}
    {%- set formats = {
        'money': '#,##0.00', 'money_rate': '#,##0.0000', 'percent': '0.00%', 'ratio': '#,##0.00',
    } -%}
    {%- set metrics = {} -%}
    {%- for name, about in ad_metrics.metric_registry().items()
        if about.of or about.kind == 'money' -%}
        {%- set columns = ad_metrics.metric_is_of_one(name) -%}
        {%- set formula = ad_metrics.default__in_one(
            columns,
            ad_metrics.metric_of_sums(name, '${<measure>_in_any_currency}', '${total_<measure>}'),
            first='${first_<column>}',
            last='${last_<column>}'
        ) | trim -%}
        {%- do metrics.update({(name if about.kind == 'rate' else 'total_' ~ name): {
            'type': 'number',
            'label': about.label,
            'description':
                'From ' ~ ad_metrics.metric_inputs(name) | join(' and ') | replace('_', ' ')
                ~ ('; null where rows are of more than one ' ~ columns | join(' or ')
                    if columns else '')
                ~ '. The table metrics has its definition.',
            'sql': formula,
            'format': formats[about.format],
        }}) -%}
    {%- endfor -%}
    {{ return(metrics) }}
{%- endmacro -%}


{#- A metric over sums that have names of their own: `amount` and `count` are these names, with
    <measure> in place of the measure's. -#}
{%- macro metric_of_sums(name, amount, count) -%}
    {%- set amounts = ad_metrics.amounts() -%}
    {%- set sums = [] -%}
    {%- for measure in ad_metrics.metric_inputs(name) -%}
        {%- set sum_name = amount if measure in amounts else count -%}
        {%- do sums.append(sum_name.replace('<measure>', measure)) -%}
    {%- endfor -%}
    {{ return(
        ad_metrics[name](*sums) | trim if ad_metrics.metric_registry()[name].of else sums[0]
    ) }}
{%- endmacro -%}
