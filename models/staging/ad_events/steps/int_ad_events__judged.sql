{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What became of the events of each kind.
with

closed_days as (
    select distinct raw_day
    from {{ ref('ad_metrics', 'base_ad_events') }}
    where verdict = 'closed'
)

-- Of a closed day, what was staged is kept; the rest is not in the source any more.
select
    case
        when closed_days.raw_day is not null and events.verdict = 'staged' then 'deleted'
        when events.verdict = 'late' then 'day'
        else events.verdict
    end as verdict,
    events.raw_table,
    events.load_name,
    events.raw_place,
    events.raw_rows_read,
    events.events
from {{ ref('ad_metrics', 'base_ad_events') }} as events
left join closed_days on events.raw_day = closed_days.raw_day
where
    events.verdict not in ('closed', 'noted', 'differing')
    and (closed_days.raw_day is null or events.verdict in ('staged', 'late'))
