{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
{{ ad_metrics.rejected_of(ad_metrics.judged_tables('marketing_spend')) }}
