{#- An amount in the reporting currency, by the rate of its day in `exchange_rates`; as it is where
    there is no reporting currency. -#}
{%- macro converted(amount) -%}
    {%- set reporting_currency = ad_metrics.setting('reporting_currency') -%}
    {%- if reporting_currency is none -%}
        {{ amount }}
    {%- else -%}
        case
            when native_currency = '{{ reporting_currency }}' then {{ amount }}
            else {{ ad_metrics.exact_share(
                amount, 'exchange_rates.numerator', 'exchange_rates.denominator'
            ) }}
        end
    {%- endif -%}
{%- endmacro -%}
