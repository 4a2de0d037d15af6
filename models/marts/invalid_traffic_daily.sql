-- Events with and without invalid traffic, which no other mart counts.
{%- set local_at = ad_metrics.utc_to_local('hour_at', ad_metrics.setting('reporting_timezone')) %}
with

events as (
    select
        *,
        cast({{ local_at }} as date) as date_day,
        {{ ad_metrics.key("'ad_events'", 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key("'ad_events'", 'placement_id') }} as placement_key
    from {{ ref('stg_ad_events') }}
),

summed as (
    select
        date_day,
        campaign_key,
        placement_key,
        {%- for count in ad_metrics.event_tables() %}
        {{ ad_metrics.gross_invalid_and_net(count) }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from events
    group by date_day, campaign_key, placement_key
),

campaigns as (select * from {{ ref('dim_campaigns') }}),

advertisers as (select * from {{ ref('dim_advertisers') }}),

placements as (select * from {{ ref('dim_placements') }})

select
    summed.date_day,
    campaigns.source,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    summed.campaign_key,
    campaigns.campaign_name,
    summed.placement_key,
    placements.placement_name,
    {%- for count in ad_metrics.event_tables() %}
    summed.gross_{{ count }},
    summed.invalid_{{ count }},
    summed.{{ count }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from summed
inner join campaigns on summed.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
inner join placements on summed.placement_key = placements.placement_key
