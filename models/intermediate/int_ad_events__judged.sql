-- What became of the events of each kind, and of their amounts, for the reconciliation.
with

closed_days as (
    select distinct raw_day
    from {{ ref('base_ad_events') }}
    where verdict = 'closed'
),

-- Of a closed day, what was staged is kept; the rest is not in the source any more.
judged as (
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
    from {{ ref('base_ad_events') }} as events
    left join closed_days on events.raw_day = closed_days.raw_day
    where
        events.verdict not in ('closed', 'noted', 'differing')
        and (closed_days.raw_day is null or events.verdict in ('staged', 'late'))
),

loads as (
    select
        raw_table,
        case
            when count(distinct load_name) = 1 then min(raw_place)
            else cast(count(distinct load_name) as {{ ad_metrics.type_text() }})
                || ' files such as ' || substr(max(raw_place), 6)
        end as read_from
    from judged
    where verdict = 'day'
    group by raw_table
),

amounts as (
    select
        case
            when is_invalid then 'invalid'
            when is_deleted_at_source then 'deleted'
            else 'staged'
        end as verdict,
        campaign_id,
        currency,
        sum(price_micros) as price_micros,
        sum(value_micros) as value_micros
    from {{ ref('stg_ad_events') }}
    where not (is_invalid and is_deleted_at_source)
    group by is_invalid, is_deleted_at_source, campaign_id, currency
),

campaigns as (select * from {{ ref('int_ad_events__campaigns') }})

select
    judged.verdict,
    judged.raw_table,
    judged.raw_table as load_name,
    loads.read_from,
    null as currency,
    judged.raw_rows_read,
    judged.events,
    null as booked_revenue,
    null as conversion_value
from judged
left join loads on judged.raw_table = loads.raw_table

union all

select
    amounts.verdict,
    'all' as raw_table,
    'all' as load_name,
    null as read_from,
    {{ ad_metrics.event_currency('amounts') }} as currency,
    null as raw_rows_read,
    null as events,
    {{ ad_metrics.micros_to_money('amounts.price_micros') }} as booked_revenue,
    {{ ad_metrics.micros_to_money('amounts.value_micros') }} as conversion_value
from amounts
left join campaigns on amounts.campaign_id = campaigns.campaign_id
