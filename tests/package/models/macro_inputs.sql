-- The types that the unit tests' rows take.
select
    cast(null as varchar) as grp,
    {%- for count in [
        'requests', 'impressions', 'clicks', 'conversions', 'impression_conversions', 'click_conversions', 'items',
        'factor', 'divisor',
    ] %}
    cast(null as bigint) as {{ count }},
    {%- endfor %}
    {%- for amount in ['conversion_value', 'investment', 'booked_revenue', 'revenue'] %}
    cast(null as decimal(28, 9)) as {{ amount }},
    {%- endfor %}
    cast(null as varchar) as pricing_model,
    cast(null as decimal(18, 6)) as rate,
    cast(null as varchar) as written,
    cast(null as timestamp) as happened_at,
    cast(null as timestamp) as valid_from,
    cast(null as timestamp) as valid_to,
    cast(null as varchar) as period_grain
where 1 = 0
