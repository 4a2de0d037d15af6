{{ config(enabled=ad_metrics.is_on('revive')) }}
{{ ad_metrics.judged('revive', 'clients', key='clientid', kept_when='true', columns=[
    ad_metrics.id_column('clientid', 'advertiser_id'),
    ad_metrics.text_column('clientname', 'advertiser_name'),
    ad_metrics.time_column('updated', 'updated_at', required=false),
]) }}
