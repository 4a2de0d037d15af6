{{ config(enabled=ad_metrics.is_on('exchange_rates')) }}
{{ ad_metrics.accounted_of(ad_metrics.judged_tables('exchange_rates')) }}
