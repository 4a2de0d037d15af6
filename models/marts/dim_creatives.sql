with

creatives as (select * from {{ ref('int_revive__creatives') }}),

delivered_days as (select * from {{ ref('int_revive__delivered_days') }}),

conversions as (select * from {{ ref('int_revive__conversions') }}),

open_hours as (select * from {{ ref('int_revive__open_hours') }}),

ads as (select * from {{ ref('int_marketing_spend__ads') }}),

event_ads as (
    select * from {{ ref('int_ad_events__ads') }}
    where campaign_id is not null
),

delivered as (
    select creative_id
    from delivered_days
    where creative_id is not null
    {{ ad_metrics.union_distinct() }}
    select creative_id from conversions
    {{ ad_metrics.union_distinct() }}
    select creative_id from open_hours
),

-- A banner that is gone, or was never there, still has what was delivered under its id.
unknown as (
    select delivered.creative_id
    from delivered
    left join creatives on delivered.creative_id = creatives.creative_id
    where creatives.creative_id is null
),

final as (
    select
        'revive' as source,
        creative_id,
        creative_name,
        campaign_id,
        creative_type,
        width,
        height,
        is_deleted_at_source
    from creatives

    union all

    select
        'revive' as source,
        creative_id,
        'Unknown banner ' || creative_id as creative_name,
        'unknown' as campaign_id,
        null as creative_type,
        null as width,
        null as height,
        false as is_deleted_at_source
    from unknown

    union all

    select distinct
        'ad_events' as source,
        {{ ad_metrics.event_creative_id() }} as creative_id,
        case when creative_id = 'unknown' then 'Unknown creative' else creative_id end
            as creative_name,
        campaign_id,
        cast(null as {{ ad_metrics.type_text() }}) as creative_type,
        cast(null as bigint) as width,
        cast(null as bigint) as height,
        false as is_deleted_at_source
    from event_ads

    union all

    select
        'marketing_spend' as source,
        creative_id,
        creative_name,
        campaign_id,
        creative_type,
        null as width,
        null as height,
        false as is_deleted_at_source
    from {{ ad_metrics.latest_version(
        'ads', 'creative_id', 'last_day desc, creative_name'
    ) }} as latest
)

select
    {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
    source,
    creative_id,
    creative_name,
    {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
    creative_type,
    width,
    height,
    is_deleted_at_source
from final
