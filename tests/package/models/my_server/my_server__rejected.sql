{{ ad_metrics.rejected_of([
    {'table': 'report', 'model': ref('base_my_server__report')},
    {'table': 'campaigns', 'model': ref('base_my_server__campaigns')},
]) }}
