{#- rate * units * scale without a float and without a lost digit; scale is 1 or 0.001. An amount of
    10^15 or more is accepted from nobody, and none is worked out: it is null, and no decimal that
    is too long for its type stops the build. -#}
{%- macro exact_product(rate, units, scale='1') -%}
    {%- set double = ad_metrics.type_double() -%}
    case
        when
            abs(cast({{ rate }} as {{ double }}) * cast({{ units }} as {{ double }}))
            < {{ '1e15' if scale == '1' else '1e18' }}
            then {{ adapter.dispatch('exact_product', 'ad_metrics')(rate, units, scale) }}
    end
{%- endmacro -%}

{#- The rate is made wide first: a product of narrow decimals stays narrow on DuckDB, and overflows.
    -#}
{%- macro default__exact_product(rate, units, scale) -%}
    cast(
        cast({{ rate }} as {{ ad_metrics.type_money() }})
        * cast({{ scale }} as {{ ad_metrics.type_decimal(4, 3) }})
        * cast({{ units }} as bigint) as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}

{#- Narrow enough that Spark, which has at most 38 digits, cuts none off the product. -#}
{%- macro spark__exact_product(rate, units, scale) -%}
    cast(
        {% if scale == '1' %}cast({{ rate }} as {{ ad_metrics.type_rate() }})
        {%- else %}cast(
            cast({{ rate }} as {{ ad_metrics.type_rate() }}) * cast({{ scale }} as decimal(4, 3))
            as decimal(18, 9)
        )
        {%- endif %}
        * cast(cast({{ units }} as bigint) as decimal(19, 0)) as {{ ad_metrics.type_money() }}
    )
{%- endmacro -%}
