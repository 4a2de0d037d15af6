-- What each source's delivery of a UTC day is made from, as fingerprints that change with it.
{{ ad_metrics.united('days') }}
