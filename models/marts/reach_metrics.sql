-- How many people saw a campaign in its lifetime. The same people see several campaigns, so nothing
-- here may be added up.
{%- set error = (ad_metrics.reach_sketch_size() - 2) ** -0.5 %}
with

-- An estimate may be above the impressions, which nobody was reached without.
campaign_reach as (
    select
        campaign_id,
        first_day,
        last_day,
        impressions,
        impressions_without_user,
        is_exact,
        case when reach > impressions then impressions else reach end as reach,
        {{ ad_metrics.key("'ad_events'", 'campaign_id') }} as campaign_key
    from {{ ref('int_ad_events__campaign_reach') }}
    where made_from is not null
),

campaigns as (select * from {{ ref('dim_campaigns') }}),

advertisers as (select * from {{ ref('dim_advertisers') }})

select
    campaigns.source,
    campaigns.platform,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    campaign_reach.campaign_key,
    campaigns.campaign_name,
    campaign_reach.first_day,
    campaign_reach.last_day,
    campaign_reach.impressions,
    campaign_reach.impressions_without_user,
    campaign_reach.reach,
    {{ ad_metrics.frequency('campaign_reach.impressions', 'campaign_reach.reach') }} as frequency,
    campaign_reach.is_exact,
    case
        when campaign_reach.is_exact then 0
        else cast({{ error }} as {{ ad_metrics.type_double() }})
    end as relative_standard_error
from campaign_reach
inner join campaigns on campaign_reach.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
