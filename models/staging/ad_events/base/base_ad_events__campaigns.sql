{{ config(enabled=ad_metrics.is_on('ad_events')) }}
{{ ad_metrics.judged(
    'ad_events',
    'campaigns',
    key='campaign_id',
    may_become_empty=true,
    columns=[
        ad_metrics.identifier_column('campaign_id', 'campaign_id'),
        ad_metrics.optional(ad_metrics.name_column('campaign_name', 'campaign_name')),
        ad_metrics.optional(
            ad_metrics.identifier_column('advertiser_id', 'advertiser_id', required=false)
        ),
        ad_metrics.optional(ad_metrics.name_column('advertiser_name', 'advertiser_name')),
        ad_metrics.optional(ad_metrics.code_column(
            'pricing_model', 'pricing_model', required=false,
            words={
                'cpm': 'cpm', 'cpc': 'cpc', 'cpa': 'cpa', 'vcpm': 'vcpm', 'cpv': 'cpv',
                'cpcv': 'cpcv', 'tenancy': 'tenancy',
            },
        )),
        ad_metrics.optional(ad_metrics.rate_column('rate', 'rate', required=false)),
        ad_metrics.optional(ad_metrics.currency_column('currency', 'currency', required=false)),
    ],
) }}
