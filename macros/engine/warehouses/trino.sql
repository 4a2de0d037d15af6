{#- What the helpers say in Trino's way. Compiled and looked through for what Trino lacks, but never
    run on it. -#}

{%- macro trino__type_double() -%}double{%- endmacro -%}

{%- macro trino__matches(text, pattern) -%}
    regexp_like({{ text }}, '\A({{ pattern }})\z')
{%- endmacro -%}

{%- macro trino__json_text(names, values) -%}
    json_object(
        {%- for name in names %}
        '{{ name }}' value {{ values[loop.index0] }}
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
        null on null
    )
{%- endmacro -%}

{#- A decimal, as sums of bigint overflow. -#}
{%- macro trino__row_hash(values) -%}
    cast(
        from_big_endian_64(xxhash64(to_utf8(
            json_format(cast(row({{ values | join(', ') }}) as json))
        ))) as decimal(20, 0)
    )
{%- endmacro -%}

{%- macro trino__utc_to_local(utc, timezone) -%}
    cast(with_timezone({{ utc }}, 'UTC') at time zone '{{ timezone }}' as timestamp)
{%- endmacro -%}

{%- macro trino__local_to_utc(local, timezone) -%}
    cast(with_timezone({{ local }}, '{{ timezone }}') at time zone 'UTC' as timestamp)
{%- endmacro -%}

{%- macro trino__zoned_to_utc(zoned) -%}
    cast({{ zoned }} at time zone 'UTC' as timestamp)
{%- endmacro -%}

{%- macro trino__utc_now() -%}
    cast(current_timestamp at time zone 'UTC' as timestamp)
{%- endmacro -%}

{%- macro trino__exact_product(rate, units, scale) -%}
    {{ ad_metrics.spark__exact_product(rate, units, scale) }}
{%- endmacro -%}

{%- macro trino__exact_quotient(rate, factor, divisor) -%}
    {{ ad_metrics.spark__exact_quotient(rate, factor, divisor) }}
{%- endmacro -%}

{%- macro trino__exact_share(amount, numerator, denominator) -%}
    {{ ad_metrics.spark__exact_share(amount, numerator, denominator) }}
{%- endmacro -%}

{%- macro trino__whole_product(left, right, divisor) -%}
    {{ ad_metrics.spark__whole_product(left, right, divisor) }}
{%- endmacro -%}

{%- macro trino__greatest_divisor(left, right) -%}
    {{ ad_metrics._greatest_power_of_ten(left, right) }}
{%- endmacro -%}

{%- macro trino__difference(left, right) -%}
    {{ ad_metrics.spark__difference(left, right) }}
{%- endmacro -%}

{%- macro trino__sorted_list(text) -%}
    array_join(
        array_agg(distinct {{ text }} order by {{ text }})
            filter (where {{ text }} is not null),
        ', '
    )
{%- endmacro -%}

{%- macro trino__named_values(values, alias) -%}
    cross join unnest(
        array[{% for name in values %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %}],
        array[{{ values.values() | join(', ') }}]
    ) as {{ alias }} (name, value)
{%- endmacro -%}

{%- macro trino__by_restated_days(restated_days) -%}
    {{ return(ad_metrics._restated_days_by_a_hook(
        restated_days, {'incremental_strategy': 'append'}
    )) }}
{%- endmacro -%}

{%- macro trino__write_fact_days(fact_days, restated_days) -%}
    {{ ad_metrics._write_fact_days_by_statements(fact_days, restated_days) }}
{%- endmacro -%}
