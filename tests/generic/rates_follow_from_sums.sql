{#- Fails for every row with a rate that is not the quotient of the row's own sums. -#}
{% test rates_follow_from_sums(model) %}

{%- set rates = {
    'cpt': ad_metrics.cpt('investment', 'impressions'),
    'cost_per_impression': ad_metrics.cost_per_impression('investment', 'impressions'),
    'cpc': ad_metrics.cpc('investment', 'clicks'),
    'cpa': ad_metrics.cpa('investment', 'conversions'),
    'ecpm': ad_metrics.ecpm('revenue', 'impressions'),
    'ecpc': ad_metrics.ecpc('revenue', 'clicks'),
    'ecpa': ad_metrics.ecpa('revenue', 'conversions'),
    'ctr': ad_metrics.ctr('clicks', 'impressions'),
    'click_conversion_rate': ad_metrics.click_conversion_rate('click_conversions', 'clicks'),
    'impression_conversion_rate': ad_metrics.impression_conversion_rate(
        'impression_conversions', 'impressions'
    ),
    'fill_rate': ad_metrics.fill_rate('impressions', 'requests'),
    'margin_rate': ad_metrics.margin_rate('revenue', 'media_cost'),
    'roas': ad_metrics.roas('conversion_value', 'investment'),
    'roi': ad_metrics.roi('conversion_value', 'investment'),
    'average_conversion_value': ad_metrics.average_conversion_value(
        'conversion_value', 'conversions'
    ),
    'items_per_conversion': ad_metrics.items_per_conversion('items', 'conversions'),
} %}

with

recomputed as (
    select
        *
        {%- for rate, expression in rates.items() %},
        {{ expression }} as expected_{{ rate }}
        {%- endfor %}
    from {{ model }}
)

select *
from recomputed
where
    {%- for rate in rates %}
    coalesce({{ rate }}, -2) <> coalesce(expected_{{ rate }}, -2)
    {%- if not loop.last %} or{% endif %}
    {%- endfor %}

{% endtest %}
