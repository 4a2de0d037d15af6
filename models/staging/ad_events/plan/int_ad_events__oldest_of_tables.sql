{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What has become of the oldest day in each table: whether it has fewer events than were counted,
-- or others, and whether it begins at a later hour. Retention empties a table event by event.
with

retention as (select * from {{ ref('ad_metrics', 'int_ad_events__retention') }}),

tables as (
    select *
    from {{ ref('ad_metrics', 'int_ad_events__loads') }}
    where not is_file
),

kinds as (select distinct raw_table from tables),

now as (
    select tables.*
    from tables
    inner join retention on tables.utc_day = retention.oldest_day
),

counted as (
    select read_before.*
    from {{ ref('ad_metrics', 'base_ad_events__read') }} as read_before
    inner join retention on read_before.utc_day = retention.oldest_day
    where not read_before.is_late
),

first_hour as (
    select min(hours.hour_at) as hour_at
    from {{ ref('ad_metrics', 'base_ad_events__hours') }} as hours
    inner join retention on hours.raw_day = retention.oldest_day
    where hours.impressions > 0
),

compared as (
    select
        kinds.raw_table,
        coalesce(now.raw_rows, 0) as raw_rows,
        coalesce(counted.raw_rows_read, 0) as rows_counted,
        coalesce(now.fingerprint, '') <> coalesce(counted.fingerprint, '') as differs,
        now.first_event_at
    from kinds
    left join now on kinds.raw_table = now.raw_table
    left join counted
        on kinds.raw_table = counted.raw_table and kinds.raw_table = counted.load_name
)

select
    compared.raw_table,
    compared.raw_rows < compared.rows_counted as has_fewer,
    compared.raw_rows > compared.rows_counted
    or (compared.raw_rows = compared.rows_counted and compared.raw_rows > 0 and compared.differs)
        as has_others,
    coalesce(
        compared.raw_table = 'impressions'
        and compared.first_event_at >= {{ dbt.dateadd('hour', 1, 'first_hour.hour_at') }},
        false
    ) as begins_later
from compared
cross join first_hour
