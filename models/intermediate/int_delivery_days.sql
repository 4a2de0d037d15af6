-- What each source's delivery of a UTC day is made from, as fingerprints that change with it.
select
    source,
    utc_day,
    creative_id,
    campaign_id,
    advertiser_id,
    currency,
    fingerprint
from {{ ref('int_revive__delivery_days') }}

union all

select
    source,
    utc_day,
    null as creative_id,
    null as campaign_id,
    null as advertiser_id,
    currency,
    fingerprint
from {{ ref('int_marketing_spend__delivery_days') }}

union all

select
    source,
    utc_day,
    null as creative_id,
    campaign_id,
    null as advertiser_id,
    currency,
    fingerprint
from {{ ref('int_ad_events__delivery_days') }}
