{{ ad_metrics.united('rejected') }}
