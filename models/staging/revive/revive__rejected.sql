{{ config(enabled=ad_metrics.is_on('revive')) }}
{{ ad_metrics.rejected_of(ad_metrics.judged_tables('revive')) }}
