-- Every campaign's pricing model and rate as its source has them now; `?` where they are there but
-- cannot be read.
with

campaigns as (select * from {{ ref('stg_revive__campaigns') }}),

event_campaigns as (select * from {{ ref('stg_ad_events__campaigns') }})

select
    {{ ad_metrics.key("'revive'", 'campaign_id') }} as campaign_key,
    case when is_rate_readable then pricing_model else '?' end as pricing_model,
    rate,
    '{{ ad_metrics.setting("revive_currency") }}' as currency,
    updated_at as source_updated_at
from campaigns

union all

select
    {{ ad_metrics.key("'ad_events'", 'campaign_id') }} as campaign_key,
    case when is_rate_readable then pricing_model else '?' end as pricing_model,
    rate,
    currency,
    cast(null as timestamp) as source_updated_at
from event_campaigns
