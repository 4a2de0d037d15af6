{{ config(enabled=ad_metrics.is_on('revive')) }}
{{ ad_metrics.judged('revive', 'affiliates', key='affiliateid', kept_when='true', columns=[
    ad_metrics.id_column('affiliateid', 'website_id'),
    ad_metrics.text_column('name', 'website_name'),
    ad_metrics.text_column('website', 'website_url'),
    ad_metrics.time_column('updated', 'updated_at', required=false),
]) }}
