{#- The totals of a mart by source and measure, amounts by currency too: of what raw tables carry
    and marts count. `native` is how the names of amounts begin there. -#}
{%- macro totals_by_measure(mart, native) -%}
    {%- set told = ad_metrics.told_measures() | list -%}
    {%- set amounts = told | select('in', ad_metrics.amounts()) | list -%}
    {%- set counts = told | reject('in', amounts) | list -%}
    select
        sums.source,
        measures.measure,
        case when measures.is_amount then sums.currency end as currency,
        sum(
            case measures.measure
                {%- for measure in counts + amounts %}
                when '{{ measure }}' then cast(sums.{{ measure }} as {{ ad_metrics.type_money() }})
                {%- endfor %}
            end
        ) as total
    from (
        select
            source,
            {{ native }}currency as currency,
            {%- for measure in counts %}
            coalesce(sum({{ measure }}), 0) as {{ measure }},
            {%- endfor %}
            {%- for measure in amounts %}
            coalesce(sum({{ native }}{{ measure }}), 0) as {{ measure }}
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        from {{ mart }}
        group by source, {{ native }}currency
    ) as sums
    -- Sums are asked for once, as some engines work out anew what is asked for again.
    cross join (
        {%- for measure in counts + amounts %}
        select
            '{{ measure }}' as measure,
            {{ 'true' if measure in amounts else 'false' }} as is_amount
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as measures
    group by
        sums.source,
        measures.measure,
        case when measures.is_amount then sums.currency end
{%- endmacro -%}
