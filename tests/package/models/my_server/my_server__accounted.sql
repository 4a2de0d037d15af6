{{ ad_metrics.accounted_of([
    {
        'table': 'report',
        'model': ref('base_my_server__report'),
        'counts': {'impressions': 'impressions', 'clicks': 'clicks'},
    },
    {
        'table': 'campaigns',
        'model': ref('base_my_server__campaigns'),
    },
]) }}
