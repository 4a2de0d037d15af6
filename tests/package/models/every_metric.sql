{%- set metrics = [
    'cpt', 'cpm', 'cost_per_impression', 'cpc', 'cpa', 'ecpm', 'erpm', 'ecpc', 'erpc', 'ecpa', 'erps', 'ecps',
    'ctr', 'click_conversion_rate', 'impression_conversion_rate', 'fill_rate', 'roas', 'roi',
    'average_conversion_value', 'items_per_conversion',
] %}

select
    grp
    {%- for metric in metrics %},
    {{ ad_metrics[metric]() }} as {{ metric }}
    {%- endfor %}
from {{ ref('macro_inputs') }}
group by grp
