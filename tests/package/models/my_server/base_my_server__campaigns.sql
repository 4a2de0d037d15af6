{{ config(materialized='table') }}
{{ ad_metrics.judged(
    'my_server',
    'campaigns',
    key='campaign',
    columns=[
        ad_metrics.identifier_column('campaign', 'campaign_id'),
        ad_metrics.name_column('name', 'campaign_name'),
        ad_metrics.name_column('advertiser', 'advertiser_name'),
        ad_metrics.code_column('model', 'pricing_model', words={'cpm': 'cpm', 'cpc': 'cpc'}),
        ad_metrics.rate_column('rate', 'rate'),
    ],
) }}
