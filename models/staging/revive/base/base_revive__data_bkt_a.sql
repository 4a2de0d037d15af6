{{ config(enabled=ad_metrics.is_on('revive')) }}
{%- set key = ['server_conv_id', 'server_ip'] %}

{{ ad_metrics.judged('revive', 'data_bkt_a', key=key, may_become_empty=true, columns=[
    ad_metrics.id_column('server_conv_id', 'conversion_id'),
    ad_metrics.text_column('server_ip', 'server', required=true),
    ad_metrics.id_column('tracker_id', 'tracker_id'),
    ad_metrics.time_column('date_time', 'converted_at'),
    ad_metrics.id_column('creative_id', 'creative_id'),
    ad_metrics.id_column('zone_id', 'placement_id'),
    ad_metrics.code_column('action', 'conversion_action', required=false, words={
        '0': 'impression', '1': 'click', '2': 'arrival', '4': 'manual',
    }),
    ad_metrics.code_column('status', 'conversion_status', required=false, words={
        '1': 'ignored', '2': 'pending', '3': 'on hold',
        '4': 'approved', '5': 'disapproved', '6': 'duplicate',
    }),
]) }}
