{{ ad_metrics.days_of(ref('my_server__delivery')) }}
