-- The types that the unit tests' rows take.
select
    cast(null as varchar) as grp,
    {%- for name, about in ad_metrics.measure_registry().items() %}
    cast(null as {{ ad_metrics.types_of_kinds()[about.kind] }}) as {{ name }},
    {%- endfor %}
    cast(null as bigint) as factor,
    cast(null as bigint) as divisor,
    cast(null as varchar) as pricing_model,
    cast(null as decimal(18, 6)) as rate,
    cast(null as varchar) as written,
    cast(null as timestamp) as happened_at,
    cast(null as timestamp) as valid_from,
    cast(null as timestamp) as valid_to,
    cast(null as varchar) as period_grain
where 1 = 0
