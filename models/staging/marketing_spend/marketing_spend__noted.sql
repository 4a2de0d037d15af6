{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
with

spend as (select * from {{ ref('ad_metrics', 'int_marketing_spend__rows') }})

select
    {{ ad_metrics.output('noted', {
        'platform': 'platform',
        'reason': "'reach above impressions'",
        'what_to_do': "'Nobody is reached without an impression, so reach is shown as the"
            ~ " impressions are. Ask the platform what it counts. In ' || cast(count(*) as "
            ~ ad_metrics.type_text() ~ ") || ' rows, for instance of campaign ' || min(campaign_id)"
            ~ " || '.'",
    }) }}
from spend
where reach > impressions
group by platform

union all

{{ ad_metrics.left_empty_of(ad_metrics.judged_tables('marketing_spend')) }}
