{%- set metrics = [] %}
{%- for name, about in ad_metrics.rate_registry().items() if about.kind == 'rate' %}
{%- do metrics.extend([name] + (about.aliases or [])) %}
{%- endfor %}

select
    grp
    {%- for metric in metrics %},
    {{ ad_metrics[metric]() }} as {{ metric }}
    {%- endfor %}
from {{ ref('macro_inputs') }}
group by grp
