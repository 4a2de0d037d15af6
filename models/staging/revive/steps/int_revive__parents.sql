{{ config(
    enabled=ad_metrics.is_on('revive'),
    materialized='table',
    schema='history'
) }}
-- Which campaign each banner belonged to, which website each zone and which advertiser each
-- campaign, in versions that are never lost, not even by a full refresh: the server keeps only
-- today's, and what was delivered before a move stays where it was delivered.
--
-- A new version holds, in delivery time, from the hour after all that a build had seen of the one
-- before (`seen_to`), or from the hour of its edit, if the server dates that later. When a build
-- runs says nothing: it may be months after the delivery that it reads.
{%- set before = ad_metrics.last_build_of(this) if execute %}
{%- set nothing_seen = "cast('1970-01-01' as timestamp)" %}
{%- set hour_of_edit = dbt.date_trunc('hour', 'today.source_updated_at') %}
with

banners as (select * from {{ ref('ad_metrics', 'stg_revive__banners') }}),

zones as (select * from {{ ref('ad_metrics', 'stg_revive__zones') }}),

campaigns as (select * from {{ ref('ad_metrics', 'stg_revive__campaigns') }}),

condensed_days as (select * from {{ ref('ad_metrics', 'int_revive__condensed_days') }}),

today as (
    select
        'creative' as kind,
        creative_id as entity_id,
        campaign_id as parent_id,
        updated_at as source_updated_at
    from banners
    where campaign_id is not null

    union all

    select
        'placement' as kind,
        placement_id as entity_id,
        website_id as parent_id,
        updated_at as source_updated_at
    from zones
    where website_id is not null

    union all

    select
        'campaign' as kind,
        campaign_id as entity_id,
        advertiser_id as parent_id,
        updated_at as source_updated_at
    from campaigns
    where advertiser_id is not null
),

last_hours as (
    select
        utc_day,
        max(last_hour_at) as last_hour_at
    from {{ ref('ad_metrics', 'int_revive__delivered_days') }}
    -- What lies in the future was dated by a wrong clock.
    where last_hour_at <= {{ ad_metrics.utc_now() }}
    group by utc_day
),

ends as (
    select
        case condensed_days.period_grain
            when 'month' then {{ dbt.dateadd('month', 1, 'last_hours.last_hour_at') }}
            when 'day' then {{ dbt.dateadd('day', 1, 'last_hours.last_hour_at') }}
            else {{ dbt.dateadd(
                'hour', 1, dbt.date_trunc('hour', 'last_hours.last_hour_at')
            ) }}
        end as ends_at
    from last_hours
    left join condensed_days
        on
            last_hours.utc_day = condensed_days.utc_day
            and condensed_days.deleted_creative_id = ''
),

seen as (
    select coalesce(cast(max(ends_at) as timestamp), {{ nothing_seen }}) as seen_to
    from ends
)

{%- if before %},

known as (
    select
        *,
        row_number() over (partition by kind, entity_id order by version desc) = 1 as is_last
    from {{ before }}
),

compared as (
    select
        today.*,
        known.version,
        known.seen_to,
        known.parent_id <> today.parent_id as is_moved,
        case
            when today.source_updated_at > known.source_updated_at
                then greatest(cast({{ hour_of_edit }} as timestamp), known.seen_to)
            else known.seen_to
        end as moved_at
    from today
    left join known
        on
            today.kind = known.kind
            and today.entity_id = known.entity_id
            and known.is_last
)

select
    known.kind,
    known.entity_id,
    known.version,
    known.parent_id,
    known.valid_from,
    case
        when known.is_last and not compared.is_moved then greatest(known.seen_to, seen.seen_to)
        else known.seen_to
    end as seen_to,
    case
        when known.is_last and not compared.is_moved
            then coalesce(compared.source_updated_at, known.source_updated_at)
        else known.source_updated_at
    end as source_updated_at
from known
cross join seen
left join compared on known.kind = compared.kind and known.entity_id = compared.entity_id

union all

select
    compared.kind,
    compared.entity_id,
    coalesce(compared.version, 0) + 1 as version,
    compared.parent_id,
    -- What is known first holds for all time before.
    case when compared.version is not null then compared.moved_at end as valid_from,
    case
        when compared.version is null then seen.seen_to
        else greatest(compared.moved_at, seen.seen_to)
    end as seen_to,
    compared.source_updated_at
from compared
cross join seen
where compared.version is null or compared.is_moved
{%- else %}

select
    today.kind,
    today.entity_id,
    1 as version,
    today.parent_id,
    cast(null as timestamp) as valid_from,
    seen.seen_to,
    today.source_updated_at
from today
cross join seen
{%- endif %}
