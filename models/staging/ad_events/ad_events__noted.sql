{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- Events are told by kind and day, each note with the number of its events.
{%- set text = ad_metrics.type_text() %}
with

judged as (select * from {{ ref('ad_metrics', 'base_ad_events') }}),

noted as (
    select
        raw_table,
        case
            when verdict = 'noted' then 'left empty'
            else 'one id, several contents'
        end as reason,
        noted_because,
        sum(events) as noted_events,
        min(raw_key) as example
    from judged
    where verdict in ('noted', 'differing')
    group by raw_table, verdict, noted_because
)

select
    {{ ad_metrics.output('noted', {
        'reason': 'reason',
        'what_to_do': "raw_table || ': ' || noted_because || ' In ' || cast(noted_events as "
            ~ text ~ ") || ' rows' || case when reason = 'left empty' then ' that count otherwise'"
            ~ " else '' end || ', for instance ' || example || '.'",
    }) }}
from noted

union all

{{ ad_metrics.left_empty_of(ad_metrics.judged_tables('ad_events')) }}
