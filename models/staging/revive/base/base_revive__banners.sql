{{ config(enabled=ad_metrics.is_on('revive')) }}
{{ ad_metrics.judged('revive', 'banners', key='bannerid', kept_when='true', columns=[
    ad_metrics.id_column('bannerid', 'creative_id'),
    ad_metrics.id_column('campaignid', 'campaign_id'),
    ad_metrics.text_column('description', 'description'),
    ad_metrics.text_column('alt', 'alternative_text'),
    ad_metrics.text_column('storagetype', 'creative_type'),
    ad_metrics.integer_column('width', 'width'),
    ad_metrics.integer_column('height', 'height'),
    ad_metrics.time_column('updated', 'updated_at', required=false),
]) }}
