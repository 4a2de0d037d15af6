{#- amount * numerator / denominator, rounded half up once, at nine decimals. Numerator and
    denominator are whole numbers above 0 whose product has at most 37 digits; no step loses a
    digit. A credit is worked out as the charge that it takes back. What comes to 10^18 or more is
    no money and null: decimals that are too long for their type would stop the build. -#}
{%- macro exact_share(amount, numerator, denominator) -%}
    {%- set share = adapter.dispatch('exact_share', 'ad_metrics')(
        'abs(' ~ amount ~ ')', numerator, denominator
    ) -%}
    {%- set double = ad_metrics.type_double() -%}
    case
        when
            abs(cast({{ amount }} as {{ double }})) * cast({{ numerator }} as {{ double }})
            / nullif(cast({{ denominator }} as {{ double }}), 0) >= 1e18
            then null
        when {{ amount }} < 0 then -{{ share }}
        else {{ share }}
    end
{%- endmacro -%}

{%- macro default__exact_share(amount, numerator, denominator) -%}
    cast(
        div(
            2 * cast({{ amount }} as numeric) * 1000000000 * {{ numerator }} + {{ denominator }},
            2 * cast({{ denominator }} as numeric)
        ) * 0.000000001 as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}

{#- In whole billionths: with a = q * d + r, a * n / d = q * n + r * n / d, where no product is too
    long for 128 bits. -#}
{%- macro duckdb__exact_share(amount, numerator, denominator) -%}
    {%- set a = 'cast(' ~ amount ~ ' * 1000000000 as hugeint)' -%}
    {%- set n = 'cast(' ~ numerator ~ ' as hugeint)' -%}
    {%- set d = 'cast(' ~ denominator ~ ' as hugeint)' -%}
    cast(
        cast(
            {{ a }} // nullif({{ d }}, 0) * {{ n }}
            + (2 * ({{ a }} % {{ d }}) * {{ n }} + {{ d }}) // nullif(2 * {{ d }}, 0)
            as decimal(38, 0)
        ) * 0.000000001 as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}

{%- macro spark__exact_share(amount, numerator, denominator) -%}
    {%- set a = 'cast(' ~ amount ~ ' * 1000000000 as decimal(38, 0))' -%}
    {%- set n = 'cast(' ~ numerator ~ ' as decimal(38, 0))' -%}
    {%- set d = 'cast(' ~ denominator ~ ' as decimal(38, 0))' -%}
    {%- set rest = 'cast(2 * (' ~ a ~ ' % nullif(' ~ d ~ ', 0)) * ' ~ n ~ ' + ' ~ d
        ~ ' as decimal(38, 0))' -%}
    cast(
        cast(
            {{ ad_metrics._spark_whole_quotient(a, d) }} * {{ n }}
            + {{ ad_metrics._spark_whole_quotient(rest, '(2 * ' ~ d ~ ')') }}
            as decimal(28, 0)
        ) * 0.000000001 as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}


{#- The greatest whole number that divides both. -#}
{%- macro greatest_divisor(left, right) -%}
    {{ adapter.dispatch('greatest_divisor', 'ad_metrics')(left, right) }}
{%- endmacro -%}

{%- macro default__greatest_divisor(left, right) -%}
    gcd(cast({{ left }} as numeric), cast({{ right }} as numeric))
{%- endmacro -%}

{%- macro duckdb__greatest_divisor(left, right) -%}
    cast(gcd(cast({{ left }} as hugeint), cast({{ right }} as hugeint)) as decimal(38, 0))
{%- endmacro -%}

{#- Spark has no such function: Euclid's way, of which numbers of 38 digits need at most 183 steps.
    -#}
{%- macro spark__greatest_divisor(left, right) -%}
    aggregate(
        sequence(1, 183),
        named_struct(
            'a', cast({{ left }} as decimal(38, 0)), 'b', cast({{ right }} as decimal(38, 0))
        ),
        (pair, step) -> case
            when pair.b = 0 then pair
            else named_struct('a', pair.b, 'b', cast(pair.a % pair.b as decimal(38, 0)))
        end,
        pair -> pair.a
    )
{%- endmacro -%}


{#- left * right / divisor of whole numbers that divide without a rest. -#}
{%- macro whole_product(left, right, divisor='1') -%}
    {{ adapter.dispatch('whole_product', 'ad_metrics')(left, right, divisor) }}
{%- endmacro -%}

{%- macro default__whole_product(left, right, divisor) -%}
    div(cast({{ left }} as numeric) * {{ right }}, {{ divisor }})
{%- endmacro -%}

{%- macro duckdb__whole_product(left, right, divisor) -%}
    cast(
        cast({{ left }} as hugeint) * cast({{ right }} as hugeint)
        // nullif(cast({{ divisor }} as hugeint), 0)
        as decimal(38, 0)
    )
{%- endmacro -%}

{%- macro spark__whole_product(left, right, divisor) -%}
    {%- set product = 'cast(cast(' ~ left ~ ' as decimal(38, 0)) * cast(' ~ right
        ~ ' as decimal(38, 0)) as decimal(38, 0))' -%}
    {{ product if divisor == '1' else ad_metrics._spark_whole_quotient(
        product, 'cast(' ~ divisor ~ ' as decimal(38, 0))'
    ) }}
{%- endmacro -%}
