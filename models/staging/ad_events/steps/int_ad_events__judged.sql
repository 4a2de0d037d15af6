{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What became of the events of each kind. Of a closed day, what was staged is kept; the rest is not
-- in the source any more.
with

judged as (
    select *
    from {{ ref('ad_metrics', 'base_ad_events') }}
    where verdict in ('staged', 'invalid', 'duplicate', 'rejected')
),

closed_days as (select * from {{ ref('ad_metrics', 'base_ad_events__closed_days') }})

select
    case
        when closed_days.utc_day is null then judged.verdict
        else 'deleted'
    end as verdict,
    judged.raw_table,
    judged.events
from judged
left join closed_days on judged.raw_day = closed_days.utc_day
where closed_days.utc_day is null or judged.verdict = 'staged'
