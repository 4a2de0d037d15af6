{{ config(enabled=ad_metrics.is_on('revive')) }}
{{ ad_metrics.judged('revive', 'zones', key='zoneid', kept_when='true', columns=[
    ad_metrics.id_column('zoneid', 'placement_id'),
    ad_metrics.id_column('affiliateid', 'website_id', required=false),
    ad_metrics.text_column('zonename', 'placement_name'),
    ad_metrics.integer_column('width', 'width'),
    ad_metrics.integer_column('height', 'height'),
    ad_metrics.optional(ad_metrics.rate_column('cost', 'cost', required=false)),
    ad_metrics.optional(ad_metrics.code_column('cost_type', 'cost_type', required=false, words={
        '0': 'none', '1': 'cpm', '2': 'cpc', '3': 'cpa', '4': 'fixed', '5': 'revenue_share',
        '6': 'basket_share', '7': 'item', '8': 'variable', '9': 'variable_sum',
    })),
    ad_metrics.time_column('updated', 'updated_at', required=false),
]) }}
