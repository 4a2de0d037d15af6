{#- Stops the build where delivery in another currency has no rate on its day, and where two rates
    have too many digits together to be multiplied exactly. -#}
{% test no_exchange_rate_is_missing(model) %}

{%- set text = ad_metrics.type_text() %}
{%- set reporting_currency = ad_metrics.setting('reporting_currency') %}
{%- set max_age = ad_metrics.setting('exchange_rate_max_age_days') %}
{%- set missing %}
select
    currency || ' to {{ reporting_currency }}: no rate on or at most {{ max_age }} days before '
    || cast(count(*) as {{ text }}) || ' days from ' || cast(min(date_day) as {{ text }})
    || ' to ' || cast(max(date_day) as {{ text }})
    || ', for instance ' || cast(min(date_day) as {{ text }})
    || case
        when currency = 'XXX' then ' (XXX stands for accounts whose currency nobody stated)'
        else ''
    end as problem
from {{ model }}
where numerator is null
group by currency

union all

select
    currency || ' to {{ reporting_currency }}' || coalesce(' by way of ' || via_currency, '')
    || ': the rates have too many digits together for exact amounts on '
    || cast(count(*) as {{ text }}) || ' days, for instance '
    || cast(min(date_day) as {{ text }})
    || ' (give a rate of the pair itself, or fewer decimals)' as problem
from {{ model }}
where length(cast(numerator as {{ text }})) + length(cast(denominator as {{ text }})) > 37
group by currency, via_currency
order by 1
{%- endset %}
{{ ad_metrics.stop_build(
    missing,
    'Add the rates to the seed exchange_rates, or to a file exchange_rates.csv'
    ~ ' (date,from_currency,to_currency,rate) or ECB\'s eurofxref-hist.csv in spend_path, or let'
    ~ ' older ones hold with the var exchange_rate_max_age_days',
    'Exchange rates are missing, or cannot be used. '
) }}

{% endtest %}
