with

advertisers as (select * from {{ ref('stg_revive__clients') }}),

final as (
    select
        'revive' as source,
        advertiser_id,
        advertiser_name
    from advertisers

    union all

    select
        'revive' as source,
        'unknown' as advertiser_id,
        'Unknown advertiser' as advertiser_name
)

select
    {{ ad_metrics.key('source', 'advertiser_id') }} as advertiser_key,
    source,
    advertiser_id,
    advertiser_name
from final
