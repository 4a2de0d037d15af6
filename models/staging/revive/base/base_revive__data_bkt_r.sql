{{ config(enabled=ad_metrics.is_on('revive')) }}
{%- set key = ['interval_start', 'creative_id', 'zone_id'] %}

{{ ad_metrics.judged('revive', 'data_bkt_r', key=key, may_become_empty=true, columns=[
    ad_metrics.time_column('interval_start', 'interval_start_at'),
    ad_metrics.id_column('creative_id', 'creative_id'),
    ad_metrics.id_column('zone_id', 'placement_id'),
    ad_metrics.count_column('count', 'requests'),
]) }}
