-- Where a source has no list of its advertisers, they are those of its campaigns.
with

listed as (
    {{ ad_metrics.united('advertisers') }}
),

campaigns as (select * from {{ ref('ad_metrics', 'int_campaigns') }}),

advertisers as (
    select
        source,
        advertiser_id,
        advertiser_name,
        is_deleted_at_source
    from listed

    union all

    select
        source,
        advertiser_id,
        min(advertiser_name) as advertiser_name,
        false as is_deleted_at_source
    from campaigns
    where source not in (select listed.source from listed)
    group by source, advertiser_id
)

select
    {{ ad_metrics.key('source', 'advertiser_id') }} as advertiser_key,
    source,
    advertiser_id,
    advertiser_name,
    is_deleted_at_source
from advertisers
