{#- What Lightdash calls metrics of a model: every amount, the margin and every rate, as formulas over the sums that the columns' own meta names.
    Made from the metrics' macros, so that no formula is written twice. Dimensions and metrics share their names there, hence total_<measure>. -#}
{%- macro lightdash_metrics() -%}
    {%- set names = {'ecpm': 'eCPM', 'ecpc': 'eCPC', 'ecpa': 'eCPA'} -%}
    {%- set formats = {
        'margin_rate': '0.00%', 'ctr': '0.00%', 'click_conversion_rate': '0.00%', 'impression_conversion_rate': '0.00%',
        'fill_rate': '0.00%', 'roas': '#,##0.00', 'roi': '#,##0.00', 'items_per_conversion': '#,##0.00',
    } -%}
    {%- set metrics = {} -%}
    {%- for name in ad_metrics.amounts() + ['margin'] + ad_metrics.rate_inputs() | list -%}
        {%- set is_rate = name in ad_metrics.rate_inputs() -%}
        {%- set sums = [] -%}
        {%- for measure in ad_metrics.metric_inputs(name) -%}
            {%- do sums.append(
                '${' ~ (measure ~ '_in_any_currency' if measure in ad_metrics.amounts() else 'total_' ~ measure) ~ '}'
            ) -%}
        {%- endfor -%}
        {%- set formula = sums[0] if name in ad_metrics.amounts() else ad_metrics[name](*sums) | trim -%}
        {%- set columns = ad_metrics.metric_is_of_one(name) -%}
        {%- set formula = ad_metrics.default__in_one(
            columns, formula, first='${first_<column>}', last='${last_<column>}'
        ) | trim -%}
        {%- set words = name | replace('_', ' ') -%}
        {%- do metrics.update({name if is_rate else 'total_' ~ name: {
            'type': 'number',
            'label': names.get(name, words | upper if name | length <= 4 else words | capitalize),
            'description': 'From ' ~ ad_metrics.metric_inputs(name) | join(' and ') | replace('_', ' ')
                ~ ('; null where rows are of more than one ' ~ columns | join(' or ') if columns else '')
                ~ ". The table metrics has its definition.",
            'sql': formula,
            'format': formats.get(name, '#,##0.0000' if is_rate else '#,##0.00'),
        }}) -%}
    {%- endfor -%}
    {{ return(metrics) }}
{%- endmacro -%}
