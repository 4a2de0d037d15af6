{#- What the helpers say in BigQuery's way. Compiled and looked through for what BigQuery lacks, but
    never run on it. -#}

{%- macro bigquery__type_double() -%}float64{%- endmacro -%}

{%- macro bigquery__type_text() -%}string{%- endmacro -%}

{#- Of 38 digits, nine of them decimals: as wide as every decimal here. Its types take no width in a
    cast. -#}
{%- macro bigquery__type_decimal(precision, scale) -%}
    {{ 'bignumeric' if precision - scale > 29 or scale > 9 else 'numeric' }}
{%- endmacro -%}

{%- macro bigquery__text_literal(text) -%}
    {{ return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") | replace('\n', '\\n')
        | replace('\r', '\\r') ~ "'") }}
{%- endmacro -%}

{%- macro bigquery__union_distinct() -%}union distinct{%- endmacro -%}

{%- macro bigquery__matches(text, pattern) -%}
    regexp_contains({{ text }}, r'\A({{ pattern }})\z')
{%- endmacro -%}

{%- macro bigquery__json_text(names, values) -%}
    to_json_string(struct(
        {%- for name in names %}
        {{ values[loop.index0] }} as `{{ name }}`
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
    ))
{%- endmacro -%}

{#- A decimal, as sums of int64 overflow. -#}
{%- macro bigquery__row_hash(values) -%}
    cast(farm_fingerprint(to_json_string(struct({{ values | join(', ') }}))) as numeric)
{%- endmacro -%}

{#- A timestamp is a point in time, and what a wall clock shows is kept as if the clock were
    UTC's. -#}
{%- macro bigquery__utc_to_local(utc, timezone) -%}
    timestamp(datetime({{ utc }}, '{{ timezone }}'))
{%- endmacro -%}

{%- macro bigquery__local_to_utc(local, timezone) -%}
    timestamp(datetime({{ local }}), '{{ timezone }}')
{%- endmacro -%}

{%- macro bigquery__zoned_to_utc(zoned) -%}{{ zoned }}{%- endmacro -%}

{%- macro bigquery__utc_now() -%}current_timestamp(){%- endmacro -%}

{%- macro bigquery__exact_quotient(rate, factor, divisor) -%}
    {%- set d = 'cast(' ~ divisor ~ ' as bignumeric)' -%}
    cast(
        div(
            2000 * cast({{ rate }} * 1000000 as bignumeric) * cast({{ factor }} as bignumeric)
            + {{ d }},
            nullif(2 * {{ d }}, 0)
        )
        * cast('0.000000001' as bignumeric) as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}

{%- macro bigquery__exact_share(amount, numerator, denominator) -%}
    {%- set a = 'cast(' ~ amount ~ ' * 1000000000 as bignumeric)' -%}
    {%- set n = 'cast(' ~ numerator ~ ' as bignumeric)' -%}
    {%- set d = 'nullif(cast(' ~ denominator ~ ' as bignumeric), 0)' -%}
    cast(
        (
            div({{ a }}, {{ d }}) * {{ n }}
            + div(2 * mod({{ a }}, {{ d }}) * {{ n }} + {{ d }}, 2 * {{ d }})
        )
        * cast('0.000000001' as bignumeric) as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}

{#- BigQuery has no such function and no loop within an expression, so rates are made shorter by
    powers of ten only. -#}
{%- macro bigquery__greatest_divisor(left, right) -%}
    {{ ad_metrics._greatest_power_of_ten(left, right) }}
{%- endmacro -%}

{%- macro bigquery__whole_product(left, right, divisor) -%}
    div(cast({{ left }} as bignumeric) * {{ right }}, {{ divisor }})
{%- endmacro -%}

{%- macro bigquery__named_values(values, alias) -%}
    cross join unnest([
        {%- for name, value in values.items() %}
        struct('{{ name }}' as name, {{ value }} as value)
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
    ]) as {{ alias }}
{%- endmacro -%}

{%- macro bigquery__text_table(rows, columns) -%}
    select *
    from unnest(array<struct<{{ columns | join(' string, ') }} string>>[
        {{ ad_metrics.text_rows(rows, columns | length) | trim }}
    ])
{%- endmacro -%}

{%- macro bigquery__relations_in(database, schema) -%}
    {{ return(ad_metrics._relations_by_query(
        database,
        'select table_schema as schema, table_name as name from ' ~ adapter.quote(database) ~ '.'
        ~ adapter.quote(schema) ~ '.information_schema.tables'
    )) }}
{%- endmacro -%}

{%- macro bigquery__by_day(column) -%}
    {{ return({
        'incremental_strategy': 'insert_overwrite',
        'partition_by': {'field': column, 'data_type': 'date'},
    }) }}
{%- endmacro -%}

{%- macro bigquery__by_restated_days(restated_days) -%}
    {{ return(ad_metrics._restated_days_by_a_hook(restated_days, {
        'incremental_strategy': 'merge',
        'partition_by': {'field': 'utc_day', 'data_type': 'date'},
    })) }}
{%- endmacro -%}

{%- macro bigquery__write_fact_days(fact_days, restated_days) -%}
    {{ ad_metrics._write_fact_days_by_statements(fact_days, restated_days) }}
{%- endmacro -%}
