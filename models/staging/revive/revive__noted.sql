{{ config(enabled=ad_metrics.is_on('revive')) }}
-- What delivery_anomalies tells of Revive beside rows of the facts: what moved from where to where,
-- what was left in a bucket and is in no summary, and what could not be read.
{%- set text = ad_metrics.type_text() %}
{%- set kinds = {
    'creative': ('Banner', 'campaign'),
    'placement': ('Zone', 'website'),
    'campaign': ('Campaign', 'advertiser'),
} %}
with

parents as (select * from {{ ref('ad_metrics', 'int_revive__parents_in_force') }}),

campaigns as (select * from {{ ref('ad_metrics', 'revive__campaigns') }}),

creatives as (select * from {{ ref('ad_metrics', 'revive__creatives') }}),

placements as (select * from {{ ref('ad_metrics', 'revive__placements') }}),

advertisers as (select * from {{ ref('ad_metrics', 'revive__advertisers') }}),

websites as (select * from {{ ref('ad_metrics', 'revive__websites') }}),

open_hours as (select * from {{ ref('ad_metrics', 'int_revive__open_hours') }}),

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
        website_id as id,
        website_name as name
    from (
        select
            website_id,
            website_name
        from websites
        {{ ad_metrics.union_distinct() }}
        select
            website_id,
            website_name
        from placements
    ) as all_websites

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
)

{% for kind, (what, of_what) in kinds.items() -%}
select
    {{ ad_metrics.output('noted', {
        'hour_at': 'valid_from',
        'campaign_id': {'creative': 'parent_id', 'campaign': 'entity_id'}.get(kind, 'null'),
        'creative_id': 'entity_id' if kind == 'creative' else 'null',
        'placement_id': 'entity_id' if kind == 'placement' else 'null',
        'reason': "'" ~ what | lower ~ " moved'",
        'what_to_do': "'" ~ what ~ " ' || entity_id || ' (' || entity_name || ') moved from the "
            ~ of_what ~ " ' || parent_before || ' (' || former_name || ') to ' || parent_id"
            ~ " || ' (' || latter_name || '). What was delivered before ' || cast(valid_from as "
            ~ text ~ ") || ' UTC stays with the former, what is delivered from then on counts for"
            ~ ' the latter. The screens of the server show all of it under the latter: compare with'
            ~ " that in mind.'",
    }) }}
from moves
where kind = '{{ kind }}'

union all

{% endfor -%}
select
    {{ ad_metrics.output('noted', {
        'hour_at': 'hour_at',
        'campaign_id': 'campaign_id',
        'creative_id': 'creative_id',
        'placement_id': 'placement_id',
        'reason': "'left in a bucket'",
        'what_to_do': "'A bucket still has ' || cast(requests as " ~ text ~ ") || ' requests, '"
            ~ ' || cast(impressions as ' ~ text ~ ") || ' impressions, ' || cast(clicks as " ~ text
            ~ ") || ' clicks and ' || cast(conversions as " ~ text ~ ") || ' approved conversions"
            ~ ' of an hour that the server has summarised without this banner in this zone: they'
            ~ ' are in no total here. Ask why maintenance left them; once the summary has them,'
            ~ " they count.'",
        'impressions': 'impressions',
        'clicks': 'clicks',
        'conversions': 'conversions',
    }) }}
from open_hours
where is_summarised and not is_in_summary

union all

{{ ad_metrics.left_empty_of(ad_metrics.judged_tables('revive')) }}
