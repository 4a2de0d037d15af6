with

advertisers as (select * from {{ ref('stg_revive__clients') }}),

ads as (select * from {{ ref('int_marketing_spend__ads') }}),

event_campaigns as (select * from {{ ref('int_ad_events__campaigns') }}),

final as (
    select
        'revive' as source,
        advertiser_id,
        advertiser_name,
        is_deleted_at_source
    from advertisers

    union all

    {% if ad_metrics.is_configured('revive') -%}
    select
        'revive' as source,
        'unknown' as advertiser_id,
        'Unknown advertiser' as advertiser_name,
        false as is_deleted_at_source

    union all

    {% endif -%}
    select
        'ad_events' as source,
        advertiser_id,
        min(advertiser_name) as advertiser_name,
        false as is_deleted_at_source
    from event_campaigns
    group by advertiser_id

    union all

    select
        'marketing_spend' as source,
        advertiser_id,
        advertiser_name,
        false as is_deleted_at_source
    from {{ ad_metrics.latest_version(
        'ads', 'advertiser_id', 'last_day desc, advertiser_name'
    ) }} as latest
)

select
    {{ ad_metrics.key('source', 'advertiser_id') }} as advertiser_key,
    source,
    advertiser_id,
    advertiser_name,
    is_deleted_at_source
from final
