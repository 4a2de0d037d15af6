{#- numerator * factor / divisor, rounded half up once, at nine decimals. Engines divide decimals in
    ways of their own (DuckDB as floats), hence one exact way for each. -#}
{%- macro exact_quotient(rate, factor, divisor) -%}
    {{ adapter.dispatch('exact_quotient', 'ad_metrics')(rate, factor, divisor) }}
{%- endmacro -%}

{%- macro default__exact_quotient(rate, factor, divisor) -%}
    cast(
        round(
            cast({{ rate }} as numeric(38, 18)) * ({{ factor }}) / nullif({{ divisor }}, 0), 9
        ) as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}

{#- In whole billionths: floor((2 * n + d) / (2 * d)) is n / d rounded half up. -#}
{%- macro duckdb__exact_quotient(rate, factor, divisor) -%}
    cast(
        cast(
            (
                2000 * cast({{ rate }} * 1000000 as hugeint) * cast({{ factor }} as hugeint)
                + cast({{ divisor }} as hugeint)
            ) // nullif(2 * cast({{ divisor }} as hugeint), 0) as decimal(38, 0)
        ) * 0.000000001 as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}
