{{ config(enabled=ad_metrics.is_told('invalid_traffic')) }}
-- Events with and without invalid traffic, which no other mart counts.
{%- set local_at = ad_metrics.utc_to_local('hour_at', ad_metrics.setting('reporting_timezone')) %}
{%- set counts = ['impressions', 'clicks', 'conversions'] %}
with

traffic as (
    {{ ad_metrics.united('invalid_traffic') }}
),

events as (
    select
        *,
        cast({{ local_at }} as date) as date_day,
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key('source', 'placement_id') }} as placement_key
    from traffic
),

summed as (
    select
        date_day,
        campaign_key,
        placement_key,
        {%- for count in counts %}
        {{ ad_metrics.gross_invalid_and_net(count) }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from events
    group by date_day, campaign_key, placement_key
),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

advertisers as (select * from {{ ref('ad_metrics', 'dim_advertisers') }}),

placements as (select * from {{ ref('ad_metrics', 'dim_placements') }})

select
    summed.date_day,
    campaigns.source,
    campaigns.advertiser_key,
    advertisers.advertiser_name,
    summed.campaign_key,
    campaigns.campaign_name,
    summed.placement_key,
    placements.placement_name,
    {%- for count in counts %}
    summed.gross_{{ count }},
    summed.invalid_{{ count }},
    summed.{{ count }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from summed
inner join campaigns on summed.campaign_key = campaigns.campaign_key
inner join advertisers on campaigns.advertiser_key = advertisers.advertiser_key
inner join placements on summed.placement_key = placements.placement_key
