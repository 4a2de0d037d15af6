-- What Revive's delivery of a UTC day is made from, by creative, as a fingerprint. It changes with
-- every row that is added, edited, condensed or deleted, whatever the server says of when it was.
with

creative_days as (select * from {{ ref('int_revive__creative_days') }}),

conversions as (select * from {{ ref('int_revive__conversions') }}),

condensed_days as (select * from {{ ref('int_revive__condensed_days') }}),

creatives as (select * from {{ ref('int_revive__creatives') }}),

hashed as (
    -- A day is judged anew when any of its rows changes, so the build that did it stands for them.
    select
        utc_day,
        creative_id,
        {{ ad_metrics.row_hash(['judged_in']) }} as row_hash
    from creative_days
    where creative_id is not null

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
)

select
    'revive' as source,
    summed.utc_day,
    summed.creative_id,
    summed.fingerprint,
    -- A banner that was never known has none.
    coalesce(creatives.campaign_id, 'unknown') as campaign_id,
    '{{ ad_metrics.setting("revive_currency") }}' as currency
from summed
left join creatives on summed.creative_id = creatives.creative_id
