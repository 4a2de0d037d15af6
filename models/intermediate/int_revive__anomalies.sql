-- What delivery_anomalies tells of Revive beside rows of the facts: what moved from where to where,
-- and what was left in a bucket and is in no summary.
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set text = ad_metrics.type_text() %}
{%- set kinds = {
    'creative': ('Banner', 'campaign'),
    'placement': ('Zone', 'website'),
    'campaign': ('Campaign', 'advertiser'),
} %}
with

parents as (select * from {{ ref('int_revive__parents_in_force') }}),

campaigns as (
    select * from {{ ref('dim_campaigns') }}
    where source = 'revive'
),

creatives as (
    select * from {{ ref('dim_creatives') }}
    where source = 'revive'
),

placements as (
    select * from {{ ref('dim_placements') }}
    where source = 'revive'
),

advertisers as (
    select * from {{ ref('dim_advertisers') }}
    where source = 'revive'
),

websites as (select * from {{ ref('int_websites') }}),

open_hours as (select * from {{ ref('int_revive__open_hours') }}),

entity_names as (
    select
        'creative' as kind,
        creative_id as id,
        creative_name as name
    from creatives

    union all

    select
        'placement' as kind,
        placement_id as id,
        placement_name as name
    from placements

    union all

    select
        'campaign' as kind,
        campaign_id as id,
        campaign_name as name
    from campaigns
),

parent_names as (
    select
        'creative' as kind,
        campaign_id as id,
        campaign_name as name
    from campaigns

    union all

    select
        'placement' as kind,
        substr(website_key, length('revive:') + 1) as id,
        website_name as name
    from websites
    where website_key like 'revive:%'

    union all

    select
        'campaign' as kind,
        advertiser_id as id,
        advertiser_name as name
    from advertisers
),

-- Without versions that held for no hour, as more than one move followed the same delivery.
spans as (
    select
        *,
        lag(parent_id) over (partition by kind, entity_id order by version) as parent_before
    from parents
    where
        valid_from is null
        or valid_to is null
        or valid_from < valid_to
),

moves as (
    select
        spans.*,
        entity_names.name as entity_name,
        former.name as former_name,
        latter.name as latter_name
    from spans
    inner join entity_names
        on spans.kind = entity_names.kind and spans.entity_id = entity_names.id
    inner join parent_names as former
        on spans.kind = former.kind and spans.parent_before = former.id
    inner join parent_names as latter
        on spans.kind = latter.kind and spans.parent_id = latter.id
    where
        spans.parent_before <> spans.parent_id
        -- Before it, no delivery was seen at all.
        and spans.valid_from > cast('1970-01-01' as timestamp)
),

told as (
    {%- for kind, (what, of_what) in kinds.items() %}
    select
        valid_from as hour_at,
        {% if kind == 'creative' -%}
        {{ ad_metrics.key("'revive'", 'parent_id') }}
        {%- elif kind == 'campaign' -%}
        {{ ad_metrics.key("'revive'", 'entity_id') }}
        {%- else -%}
        cast(null as {{ text }})
        {%- endif %} as campaign_key,
        {{ ad_metrics.key("'revive'", 'entity_id') if kind == 'creative'
            else 'cast(null as ' ~ text ~ ')' }} as creative_key,
        {{ ad_metrics.key("'revive'", 'entity_id') if kind == 'placement'
            else 'cast(null as ' ~ text ~ ')' }} as placement_key,
        '{{ what | lower }} moved' as reason,
        '{{ what }} ' || entity_id || ' (' || entity_name
        || ') moved from the {{ of_what }} ' || parent_before || ' (' || former_name
        || ') to ' || parent_id || ' (' || latter_name || '). What was delivered before '
        || cast(valid_from as {{ text }})
        || ' UTC stays with the former, what is delivered from then on counts for the latter.'
        || ' The screens of the server show all of it under the latter: compare with that in mind.'
            as what_to_do,
        cast(null as bigint) as impressions,
        cast(null as bigint) as clicks,
        cast(null as {{ ad_metrics.type_quantity() }}) as conversions
    from moves
    where kind = '{{ kind }}'

    union all
    {% endfor %}
    select
        hour_at,
        {{ ad_metrics.key("'revive'", 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key("'revive'", 'creative_id') }} as creative_key,
        {{ ad_metrics.key("'revive'", 'placement_id') }} as placement_key,
        'left in a bucket' as reason,
        'A bucket still has '
        || cast(requests as {{ text }}) || ' requests, '
        || cast(impressions as {{ text }}) || ' impressions, '
        || cast(clicks as {{ text }}) || ' clicks and '
        || cast(conversions as {{ text }}) || ' approved conversions of an hour that the server'
        || ' has summarised without this banner in this zone: they are in no total here. Ask why'
        || ' maintenance left them; once the summary has them, they count.' as what_to_do,
        impressions,
        clicks,
        cast(conversions as {{ ad_metrics.type_quantity() }}) as conversions
    from open_hours
    where is_summarised and not is_in_summary
)

select
    'revive' as source,
    'revive' as platform,
    cast(null as {{ text }}) as country,
    cast(null as {{ text }}) as device,
    cast(told.hour_at as timestamp) as hour_at,
    'hour' as period_grain,
    cast({{ ad_metrics.utc_to_local('told.hour_at', timezone) }} as date) as date_day,
    told.campaign_key,
    campaigns.campaign_name,
    told.creative_key,
    creatives.creative_name,
    told.placement_key,
    placements.placement_name,
    told.reason,
    told.what_to_do,
    told.impressions,
    told.clicks,
    told.conversions,
    cast(null as {{ ad_metrics.type_money() }}) as investment,
    cast(null as {{ ad_metrics.type_money() }}) as revenue,
    cast(null as {{ text }}) as currency,
    cast(null as {{ text }}) as native_currency
from told
left join campaigns on told.campaign_key = campaigns.campaign_key
left join creatives on told.creative_key = creatives.creative_key
left join placements on told.placement_key = placements.placement_key
