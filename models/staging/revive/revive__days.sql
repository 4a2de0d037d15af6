{{ config(enabled=ad_metrics.is_on('revive')) }}
-- What Revive's delivery of a UTC day is made from, by creative and whom it was delivered for, as a
-- fingerprint. It changes with every row that is added, edited, condensed or deleted, whatever the
-- server says of when it was, and with a campaign or website that is known later on; not where a
-- banner, zone or campaign moves after that day.
{%- set text = ad_metrics.type_text() %}
{%- set currency = "'" ~ ad_metrics.setting('revive_currency') ~ "'" %}
{%- set midnight = 'cast(utc_day as timestamp)' %}
{%- set next_midnight = dbt.dateadd('day', 1, midnight) %}
{%- set holds_on_the_day
    = 'parents.valid_from < ' ~ next_midnight ~ ' and parents.valid_to > ' ~ midnight %}
{#- Of when it holds, only what is within the day. #}
{%- set since
    = 'case when parents.valid_from > ' ~ midnight ~ ' then parents.valid_from end' %}
with

delivered_days as (
    select * from {{ ref('ad_metrics', 'int_revive__delivered_days') }}
    where creative_id is not null
),

conversions as (select * from {{ ref('ad_metrics', 'int_revive__conversions') }}),

condensed_days as (select * from {{ ref('ad_metrics', 'int_revive__condensed_days') }}),

parents as (
    select
        kind,
        entity_id,
        parent_id,
        coalesce(valid_from, cast('0001-01-01' as timestamp)) as valid_from,
        coalesce(valid_to, cast('9999-12-31' as timestamp)) as valid_to
    from {{ ref('ad_metrics', 'int_revive__parents_in_force') }}
),

hashed as (
    -- A day is judged anew when any of its rows changes, so the build that did it stands for them.
    select distinct
        utc_day,
        creative_id,
        {{ ad_metrics.row_hash(['judged_in', 'is_deleted_at_source']) }} as row_hash
    from delivered_days

    union all

    select
        cast(hour_at as date) as utc_day,
        creative_id,
        {{ ad_metrics.row_hash([
            'hour_at', 'placement_id', 'conversions', 'pending_conversions',
            'impression_conversions', 'click_conversions', 'is_deleted_at_source',
        ]) }} as row_hash
    from conversions

    union all

    select
        utc_day,
        deleted_creative_id as creative_id,
        {{ ad_metrics.row_hash(['period_grain']) }} as row_hash
    from condensed_days
),

summed as (
    select
        utc_day,
        creative_id,
        cast(sum(row_hash) as {{ ad_metrics.type_text() }}) as fingerprint
    from hashed
    group by utc_day, creative_id
),

creative_campaigns as (
    select
        summed.*,
        coalesce(parents.parent_id, 'unknown') as campaign_id,
        {{ since }} as valid_from
    from summed
    left join parents
        on
            parents.kind = 'creative'
            and summed.creative_id = parents.entity_id
            and {{ holds_on_the_day }}
),

creative_advertisers as (
    select
        creative_campaigns.*,
        coalesce(parents.parent_id, 'unknown') as advertiser_id,
        {{ since }} as advertiser_valid_from
    from creative_campaigns
    left join parents
        on
            parents.kind = 'campaign'
            and creative_campaigns.campaign_id = parents.entity_id
            and {{ holds_on_the_day }}
),

placement_days as (
    select
        utc_day,
        placement_id
    from delivered_days
    {{ ad_metrics.union_distinct() }}
    select
        cast(hour_at as date) as utc_day,
        placement_id
    from conversions
),

placement_websites as (
    select
        placement_days.utc_day,
        {{ ad_metrics.row_hash([
            'placement_days.placement_id', 'parents.parent_id', since,
        ]) }} as row_hash
    from placement_days
    inner join parents
        on
            parents.kind = 'placement'
            and placement_days.placement_id = parents.entity_id
            and {{ holds_on_the_day }}
)

select
    {{ ad_metrics.output('days', {
        'utc_day': 'utc_day',
        'creative_id': 'creative_id',
        'campaign_id': 'campaign_id',
        'advertiser_id': 'advertiser_id',
        'currency': currency,
        'fingerprint': "fingerprint || ' ' || coalesce(cast(valid_from as " ~ text ~ "), '')"
            ~ " || ' ' || coalesce(cast(advertiser_valid_from as " ~ text ~ "), '')",
    }) }}
from creative_advertisers

union all

select
    {{ ad_metrics.output('days', {
        'utc_day': 'utc_day',
        'campaign_id': "'unknown'",
        'advertiser_id': "'unknown'",
        'currency': currency,
        'fingerprint': 'cast(sum(row_hash) as ' ~ text ~ ')',
    }) }}
from placement_websites
group by utc_day
