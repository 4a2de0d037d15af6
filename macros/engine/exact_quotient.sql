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

{#- In whole billionths: floor((2 * n + d) / (2 * d)) is n / d rounded half up. A product of narrow
    decimals stays narrow, and overflows. -#}
{%- macro duckdb__exact_quotient(rate, factor, divisor) -%}
    {%- set millionths = 'cast(' ~ rate ~ ' as ' ~ ad_metrics.type_money() ~ ') * 1000000' -%}
    cast(
        cast(
            (
                2000 * cast({{ millionths }} as hugeint) * cast({{ factor }} as hugeint)
                + cast({{ divisor }} as hugeint)
            ) // nullif(2 * cast({{ divisor }} as hugeint), 0) as decimal(38, 0)
        ) * 0.000000001 as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}

{%- macro spark__exact_quotient(rate, factor, divisor) -%}
    {%- set d = 'cast(' ~ divisor ~ ' as decimal(38, 0))' -%}
    {%- set millionths = 'cast(' ~ rate ~ ' * 1000000 as decimal(38, 0))' -%}
    {%- set factor = 'cast(' ~ factor ~ ' as decimal(38, 0))' -%}
    {{ ad_metrics._spark_money(
        'cast(2000 * ' ~ millionths ~ ' * ' ~ factor ~ ' + ' ~ d ~ ' as decimal(38, 0))',
        'cast(2 * ' ~ d ~ ' as decimal(38, 0))'
    ) }}
{%- endmacro -%}


{#- n / d rounded down, of whole numbers of up to 38 digits; null where d is 0. Spark's own `div` is
    for up to 18 digits. What is divided has no rest, so nothing is rounded. -#}
{%- macro _spark_whole_quotient(n, d) -%}
    cast(({{ n }} - {{ n }} % nullif({{ d }}, 0)) / nullif({{ d }}, 0) as decimal(38, 0))
{%- endmacro -%}


{#- n / d rounded down, in billionths, as money. The width says that no digit of the product is
    lost. -#}
{%- macro _spark_money(n, d) -%}
    cast(
        cast({{ ad_metrics._spark_whole_quotient(n, d) }} as decimal(28, 0)) * 0.000000001
        as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}
