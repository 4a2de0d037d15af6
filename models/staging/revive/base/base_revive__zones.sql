{{ ad_metrics.judged('revive', 'zones', key='zoneid', kept_when='true', columns=[
    ad_metrics.id_column('zoneid', 'placement_id'),
    ad_metrics.id_column('affiliateid', 'website_id', required=false),
    ad_metrics.text_column('zonename', 'placement_name'),
    ad_metrics.integer_column('width', 'width'),
    ad_metrics.integer_column('height', 'height'),
    ad_metrics.time_column('updated', 'updated_at', required=false),
]) }}
