-- Every campaign's pricing model and rate as its source has them now; `?` where they are there but
-- cannot be read. A campaign of which nobody tells any is not in here.
with

campaigns as (select * from {{ ref('ad_metrics', 'int_campaigns') }})

select
    campaign_key,
    case when is_rate_readable then pricing_model else '?' end as pricing_model,
    rate,
    currency,
    rate_updated_at as source_updated_at
from campaigns
where is_rate_readable is not null
