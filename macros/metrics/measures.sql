{#- The sums of every additive measure of delivery, as select columns. Nothing else may be added up. -#}
{%- macro measures() -%}
    {%- for count in [
        'requests', 'impressions', 'clicks', 'conversions', 'pending_conversions',
        'impression_conversions', 'click_conversions',
    ] %}
    cast(coalesce(sum({{ count }}), 0) as bigint) as {{ count }},
    {%- endfor %}
    cast(sum(conversion_value) as {{ ad_metrics.type_money() }}) as conversion_value,
    cast(sum(items) as bigint) as items,
    {%- for amount in ['investment', 'booked_revenue', 'earned_revenue', 'revenue'] %}
    cast(sum({{ amount }}) as {{ ad_metrics.type_money() }}) as {{ amount }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}
