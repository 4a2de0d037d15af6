-- Delivery that is kept and counted as it is, but that somebody in ad operations may want to see.
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set local_at = ad_metrics.utc_to_local('hour_at', timezone) %}
{%- set text = ad_metrics.type_text() %}
{%- set money = ad_metrics.type_money() %}
{%- set columns = [
    'source', 'platform', 'country', 'device', 'hour_at', 'period_grain', 'date_day',
    'campaign_key', 'creative_key', 'placement_key', 'reason', 'what_to_do', 'impressions',
    'clicks', 'conversions', 'investment', 'revenue', 'currency', 'native_currency',
] %}
{%- set of_no_row = {
    'country': text, 'device': text, 'creative_key': text, 'placement_key': text, 'revenue': money,
} %}
with

noted as (
    {{ ad_metrics.united('noted') }}
),

found as (
    select
        {{ columns | join(',
        ') }}
    from {{ ref('ad_metrics', 'anomalies__of_rows') }}

    union all

    select
        {%- for column in columns %}
        {% if column in of_no_row -%}
        cast(null as {{ of_no_row[column] }}) as {{ column }}
        {%- else -%}
        {{ column }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('ad_metrics', 'anomalies__partly_told') }}

    union all

    select
        source,
        platform,
        cast(null as {{ text }}) as country,
        cast(null as {{ text }}) as device,
        hour_at,
        case when hour_at is not null then 'hour' end as period_grain,
        cast({{ local_at }} as date) as date_day,
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key('source', 'creative_id') }} as creative_key,
        {{ ad_metrics.key('source', 'placement_id') }} as placement_key,
        reason,
        what_to_do,
        impressions,
        clicks,
        conversions,
        cast(null as {{ money }}) as investment,
        cast(null as {{ money }}) as revenue,
        cast(null as {{ text }}) as currency,
        cast(null as {{ text }}) as native_currency
    from noted
),

campaigns as (select * from {{ ref('ad_metrics', 'dim_campaigns') }}),

creatives as (select * from {{ ref('ad_metrics', 'dim_creatives') }}),

placements as (select * from {{ ref('ad_metrics', 'dim_placements') }})

select
    found.source,
    found.platform,
    found.country,
    found.device,
    found.hour_at,
    found.period_grain,
    found.date_day,
    found.campaign_key,
    campaigns.campaign_name,
    found.creative_key,
    creatives.creative_name,
    found.placement_key,
    placements.placement_name,
    found.reason,
    found.what_to_do,
    found.impressions,
    found.clicks,
    found.conversions,
    found.investment,
    found.revenue,
    found.currency,
    found.native_currency
from found
left join campaigns on found.campaign_key = campaigns.campaign_key
left join creatives on found.creative_key = creatives.creative_key
left join placements on found.placement_key = placements.placement_key
