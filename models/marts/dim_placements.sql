with

zones as (select * from {{ ref('stg_revive__zones') }}),

websites as (select * from {{ ref('stg_revive__affiliates') }}),

delivered_days as (select * from {{ ref('int_revive__delivered_days') }}),

conversions as (select * from {{ ref('int_revive__conversions') }}),

open_hours as (select * from {{ ref('int_revive__open_hours') }}),

ads as (select * from {{ ref('int_marketing_spend__ads') }}),

event_ads as (
    select * from {{ ref('int_ad_events__ads') }}
    where campaign_id is not null
),

delivered as (
    select placement_id
    from delivered_days
    where placement_id is not null
    {{ ad_metrics.union_distinct() }}
    select placement_id from conversions
    {{ ad_metrics.union_distinct() }}
    select placement_id from open_hours
),

unknown as (
    select delivered.placement_id
    from delivered
    left join zones on delivered.placement_id = zones.placement_id
    where zones.placement_id is null
),

final as (
    select
        'revive' as source,
        'revive' as platform,
        zones.placement_id,
        zones.placement_name,
        coalesce(websites.website_id, 'unknown') as website_id,
        coalesce(websites.website_name, 'Unknown website') as website_name,
        zones.width,
        zones.height,
        zones.is_deleted_at_source
    from zones
    left join websites on zones.website_id = websites.website_id

    union all

    -- Zone 0 is a banner that a page asked for directly; any other id is a zone that is gone.
    select
        'revive' as source,
        'revive' as platform,
        placement_id,
        case
            when placement_id = '0' then 'Direct selection'
            else 'Unknown zone ' || placement_id
        end as placement_name,
        case when placement_id = '0' then 'none' else 'unknown' end as website_id,
        case when placement_id = '0' then 'No website' else 'Unknown website' end as website_name,
        null as width,
        null as height,
        false as is_deleted_at_source
    from unknown

    union all

    select distinct
        'ad_events' as source,
        'ad_events' as platform,
        placement_id,
        case when placement_id = 'unknown' then 'Unknown placement' else placement_id end
            as placement_name,
        'unknown' as website_id,
        'Unknown website' as website_name,
        cast(null as bigint) as width,
        cast(null as bigint) as height,
        false as is_deleted_at_source
    from event_ads

    union all

    -- A platform is one place to the advertiser who buys there.
    select distinct
        'marketing_spend' as source,
        platform,
        platform as placement_id,
        platform as placement_name,
        platform as website_id,
        platform as website_name,
        cast(null as bigint) as width,
        cast(null as bigint) as height,
        false as is_deleted_at_source
    from ads
)

select
    {{ ad_metrics.key('source', 'placement_id') }} as placement_key,
    source,
    platform,
    placement_id,
    placement_name,
    {{ ad_metrics.key('source', 'website_id') }} as website_key,
    website_id,
    website_name,
    width,
    height,
    is_deleted_at_source
from final
