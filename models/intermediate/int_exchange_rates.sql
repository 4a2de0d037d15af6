{{ config(enabled=ad_metrics.is_on('exchange_rates')) }}
-- How each currency of the delivery converts to the reporting currency on each day that has it, as
-- a quotient of whole numbers: by the last rate on or before the day that is not too old, of the
-- pair, of the pair turned round, or of two pairs with a currency in common. The quotient is empty
-- where there is none, which stops the build.
{%- set reporting_currency = ad_metrics.setting('reporting_currency') %}
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set oldest = dbt.dateadd(
    'day', '-' ~ ad_metrics.setting('exchange_rate_max_age_days'), 'needed.date_day'
) %}
{%- set midnight = 'cast(utc_day as timestamp)' %}
{#- Rates are accepted from 1990 on, and so are times; west of Greenwich the first of them are of
    the day before, which takes the first day's rate. #}
{%- set first_day = "cast('1990-01-01' as date)" %}
{%- set newest = 'greatest(needed.date_day, ' ~ first_day ~ ')' %}

with

delivery as (select * from {{ ref('ad_metrics', 'int_delivery_days') }}),

rates as (select * from {{ ref('ad_metrics', 'stg_exchange_rates') }}),

currency_days as (
    select distinct
        source,
        utc_day,
        currency,
        has_hours
    from delivery
    where currency <> '{{ reporting_currency }}'
),

-- The hours of a UTC day, if it has any, lie in one or two days of the reporting time zone.
needed as (
    select
        utc_day as date_day,
        currency
    from currency_days
    {{ ad_metrics.union_distinct() }}
    select
        cast({{ ad_metrics.utc_to_local(midnight, timezone) }} as date) as date_day,
        currency
    from currency_days
    where has_hours
    {{ ad_metrics.union_distinct() }}
    select
        cast({{ ad_metrics.utc_to_local(dbt.dateadd('hour', 23, midnight), timezone) }} as date)
            as date_day,
        currency
    from currency_days
    where has_hours
),

needed_days as (select distinct date_day from needed),

-- A product of narrow decimals stays narrow on DuckDB, and overflows.
in_billionths as (
    select
        date_day,
        from_currency,
        to_currency,
        cast(
            cast(rate as {{ ad_metrics.type_money() }}) * 1000000000
            as {{ ad_metrics.type_decimal(38, 0) }}
        ) as billionths
    from rates
),

whole as (
    select
        *,
        {{ ad_metrics.greatest_divisor('billionths', '1000000000') }} as divisor
    from in_billionths
),

legs as (
    select
        date_day,
        from_currency,
        to_currency,
        {{ ad_metrics.whole_product('billionths', '1', 'divisor') }} as numerator,
        {{ ad_metrics.whole_product('1000000000', '1', 'divisor') }} as denominator,
        0 as is_turned_round
    from whole

    union all

    select
        date_day,
        to_currency as from_currency,
        from_currency as to_currency,
        {{ ad_metrics.whole_product('1000000000', '1', 'divisor') }} as numerator,
        {{ ad_metrics.whole_product('billionths', '1', 'divisor') }} as denominator,
        1 as is_turned_round
    from whole
),

-- From a currency of the delivery, and to the reporting currency, each as of the day.
first_legs as (
    select *
    from (
        select
            needed.date_day,
            legs.from_currency,
            legs.to_currency,
            legs.numerator,
            legs.denominator,
            legs.date_day as rate_day,
            row_number() over (
                partition by needed.date_day, legs.from_currency, legs.to_currency
                order by legs.date_day desc, legs.is_turned_round asc
            ) as choice
        from needed
        inner join legs
            on
                needed.currency = legs.from_currency
                and legs.date_day between {{ oldest }} and {{ newest }}
    ) as ranked
    where choice = 1
),

last_legs as (
    select *
    from (
        select
            needed.date_day,
            legs.from_currency,
            legs.numerator,
            legs.denominator,
            legs.date_day as rate_day,
            row_number() over (
                partition by needed.date_day, legs.from_currency
                order by legs.date_day desc, legs.is_turned_round asc
            ) as choice
        from needed_days as needed
        inner join legs
            on
                legs.to_currency = '{{ reporting_currency }}'
                and legs.date_day between {{ oldest }} and {{ newest }}
    ) as ranked
    where choice = 1
),

paths as (
    select
        date_day,
        from_currency as currency,
        cast(null as {{ ad_metrics.type_text() }}) as via_currency,
        numerator,
        denominator,
        rate_day
    from first_legs
    where to_currency = '{{ reporting_currency }}'

    union all

    select
        first_legs.date_day,
        first_legs.from_currency as currency,
        first_legs.to_currency as via_currency,
        {{ ad_metrics.whole_product('first_legs.numerator', 'last_legs.numerator') }} as numerator,
        {{ ad_metrics.whole_product('first_legs.denominator', 'last_legs.denominator') }}
            as denominator,
        least(first_legs.rate_day, last_legs.rate_day) as rate_day
    from first_legs
    inner join last_legs
        on
            first_legs.date_day = last_legs.date_day
            and first_legs.to_currency = last_legs.from_currency
),

-- The pair itself before a way round; of several ways round the newest.
ranked as (
    select
        *,
        {{ ad_metrics.greatest_divisor('numerator', 'denominator') }} as divisor,
        row_number() over (
            partition by date_day, currency
            order by
                case when via_currency is null then 0 else 1 end asc,
                rate_day desc,
                via_currency asc
        ) as choice
    from paths
)

select
    needed.date_day,
    needed.currency,
    ranked.via_currency,
    ranked.rate_day,
    {{ ad_metrics.whole_product('ranked.numerator', '1', 'ranked.divisor') }} as numerator,
    {{ ad_metrics.whole_product('ranked.denominator', '1', 'ranked.divisor') }} as denominator
from needed
left join ranked
    on
        needed.date_day = ranked.date_day
        and needed.currency = ranked.currency
        and ranked.choice = 1
where needed.currency <> '{{ reporting_currency or '' }}'
