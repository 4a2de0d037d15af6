-- What ad servers and event logs delivered, before it is priced, on the days that this build writes
-- anew.
{{ ad_metrics.united('delivery', side='sold') }}
