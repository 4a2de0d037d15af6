{{ config(enabled=ad_metrics.is_on('revive')) }}
{{ ad_metrics.stop_if_revive_currency_changed() }}
{{ ad_metrics.judged('revive', 'campaigns', key='campaignid', kept_when='true', columns=[
    ad_metrics.id_column('campaignid', 'campaign_id'),
    ad_metrics.text_column('campaignname', 'campaign_name'),
    ad_metrics.id_column('clientid', 'advertiser_id'),
    ad_metrics.code_column('revenue_type', 'pricing_model', required=false, words={
        '1': 'cpm', '2': 'cpc', '3': 'cpa', '4': 'tenancy',
    }),
    ad_metrics.rate_column('revenue', 'rate', required=false),
    ad_metrics.code_column('status', 'status', words={
        '0': 'running', '1': 'paused', '2': 'awaiting', '3': 'expired', '4': 'inactive',
        '10': 'pending', '21': 'awaiting approval', '22': 'rejected',
    }),
    ad_metrics.integer_column('priority', 'priority_level'),
    ad_metrics.integer_column('views', 'booked_impressions', required=false),
    ad_metrics.integer_column('clicks', 'booked_clicks', required=false),
    ad_metrics.integer_column('conversions', 'booked_conversions', required=false),
    ad_metrics.time_column('activate_time', 'starts_at', required=false),
    ad_metrics.time_column('expire_time', 'ends_at', required=false),
    ad_metrics.time_column('updated', 'updated_at', required=false),
]) }}
