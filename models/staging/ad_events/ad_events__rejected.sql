{{ config(enabled=ad_metrics.is_on('ad_events')) }}
with

judged as (select * from {{ ref('ad_metrics', 'base_ad_events') }})

select
    {{ ad_metrics.output('rejected', {
        'raw_table': 'raw_table',
        'load_name': 'coalesce(raw_place, load_name)',
        'raw_key': 'raw_key',
        'rejected_because': 'rejected_because',
        'raw_row': 'raw_row',
    }) }}
from judged
where verdict = 'rejected'

union all

{{ ad_metrics.rejected_of(ad_metrics.judged_tables('ad_events')) }}
