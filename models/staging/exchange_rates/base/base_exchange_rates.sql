{{ config(enabled=ad_metrics.is_on('exchange_rates')) }}
{%- set key = ['date', 'from_currency', 'to_currency'] -%}
{{ ad_metrics.judged('exchange_rates', 'exchange_rates', key=key, columns=[
    ad_metrics.day_column('date', 'date_day'),
    ad_metrics.currency_column('from_currency', 'from_currency'),
    ad_metrics.currency_column('to_currency', 'to_currency'),
    ad_metrics.exchange_rate_column('rate', 'rate'),
]) }}
