{#- Every rate, with the measures that its macro takes, in the order of the marts' columns. -#}
{%- macro rate_inputs() -%}
    {{ return({
        'cpt': ['investment', 'impressions'],
        'cost_per_impression': ['investment', 'impressions'],
        'cpc': ['investment', 'clicks'],
        'cpa': ['investment', 'conversions'],
        'ecpm': ['revenue', 'impressions'],
        'ecpc': ['revenue', 'clicks'],
        'ecpa': ['revenue', 'conversions'],
        'ctr': ['clicks', 'impressions'],
        'click_conversion_rate': ['click_conversions', 'clicks'],
        'impression_conversion_rate': ['impression_conversions', 'impressions'],
        'fill_rate': ['impressions', 'requests'],
        'margin_rate': ['revenue', 'media_cost'],
        'roas': ['conversion_value', 'investment'],
        'roi': ['conversion_value', 'investment'],
        'average_conversion_value': ['conversion_value', 'conversions'],
        'items_per_conversion': ['items', 'conversions'],
    }) }}
{%- endmacro -%}


{#- The margin and every rate as select columns: of the sums over the rows at hand or, with `summed`, of rows that hold sums already and are at the grain
    that is shown. -#}
{%- macro rates(summed=false) -%}
    {{ ad_metrics.margin('revenue', 'media_cost') if summed else ad_metrics.margin() }} as margin,
    {%- for rate, inputs in ad_metrics.rate_inputs().items() %}
    {%- set arguments = [] %}
    {%- for measure in inputs %}
    {%- do arguments.append(measure if summed else 'sum(' ~ measure ~ ')') %}
    {%- endfor %}
    {{ ad_metrics[rate](*arguments) }} as {{ rate }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}


{#- Every rate of a row from the row's own sums, named one by one: dbt finds the macros that a test
    calls by their names. -#}
{%- macro rates_of_row() -%}
    {{ return({
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
    }) }}
{%- endmacro -%}
