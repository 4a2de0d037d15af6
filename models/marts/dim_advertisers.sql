with

advertisers as (select * from {{ ref('stg_revive__clients') }}),

final as (
    select
        'revive' as source,
        advertiser_id,
        advertiser_name,
        is_deleted_at_source
    from advertisers

    union all

    select
        'revive' as source,
        'unknown' as advertiser_id,
        'Unknown advertiser' as advertiser_name,
        false as is_deleted_at_source
)

select
    {{ ad_metrics.key('source', 'advertiser_id') }} as advertiser_key,
    source,
    advertiser_id,
    advertiser_name,
    is_deleted_at_source
from final
