{{ config(enabled=ad_metrics.is_on('revive')) }}
{{ ad_metrics.judged('revive', 'trackers', key='trackerid', columns=[
    ad_metrics.id_column('trackerid', 'tracker_id'),
    ad_metrics.text_column('trackername', 'tracker_name'),
    ad_metrics.id_column('clientid', 'advertiser_id'),
    ad_metrics.code_column('status', 'default_conversion_status', words={
        '1': 'ignored', '2': 'pending', '3': 'on hold',
        '4': 'approved', '5': 'disapproved', '6': 'duplicate',
    }),
    ad_metrics.code_column('type', 'conversion_type', words={
        '1': 'sale', '2': 'lead', '3': 'signup',
    }),
]) }}
