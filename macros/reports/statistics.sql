{#- The query behind a statistics screen: every measure and every rate of an entity, by period if
    one is named. Rates are worked out at that grain, from sums. -#}
{%- macro statistics(entity, period=none) -%}
{%- set entities = {
    'advertiser': 'delivery.advertiser_key, advertisers.advertiser_name',
    'campaign': 'delivery.campaign_key, campaigns.campaign_name',
    'creative': 'delivery.creative_key, creatives.creative_name',
    'placement': 'delivery.placement_key, placements.placement_name',
    'website': 'delivery.website_key, websites.website_name',
} -%}
{%- set periods = {
    'hour': 'delivery.hour_at',
    'hour_of_day': 'delivery.hour_of_day',
    'day': 'dates.date_day',
    'week': 'dates.week_start',
    'month': 'dates.month_start',
    'weekday': 'dates.day_of_week, dates.day_name',
} -%}
{%- if entity not in entities or (period is not none and period not in periods) -%}
    {{ exceptions.raise_compiler_error(
        "statistics('" ~ entity ~ "', '" ~ period ~ "'): the entity is one of "
        ~ entities | join(', ')
        ~ ', the period one of ' ~ periods | join(', ') ~ ' or none.'
    ) }}
{%- endif -%}
{%- set grain = entities[entity] ~ (', ' ~ periods[period] if period else '') -%}
select
    {{ grain }},
    delivery.currency,
    {{ ad_metrics.measures() }},
    {{ ad_metrics.rates() }}
from {{ ref('ad_metrics', 'fct_delivery') }} as delivery
inner join {{ ref('ad_metrics', 'dim_dates') }} as dates on delivery.date_day = dates.date_day
inner join {{ ref('ad_metrics', 'dim_campaigns') }} as campaigns
    on delivery.campaign_key = campaigns.campaign_key
inner join {{ ref('ad_metrics', 'dim_advertisers') }} as advertisers
    on delivery.advertiser_key = advertisers.advertiser_key
inner join {{ ref('ad_metrics', 'dim_creatives') }} as creatives
    on delivery.creative_key = creatives.creative_key
inner join {{ ref('ad_metrics', 'dim_placements') }} as placements
    on delivery.placement_key = placements.placement_key
inner join {{ ref('ad_metrics', 'int_websites') }} as websites
    on delivery.website_key = websites.website_key
group by {{ grain }}, delivery.currency
{%- endmacro -%}
