-- What a placement's website is paid for it, and when: by the seed `placement_costs` where it names
-- the placement or its website, else by what the ad server says. A monthly fee is for all rows of
-- its `cost_key`: of one placement, or of all placements of a website.
{%- set timezone = ad_metrics.setting('reporting_timezone') %}
{%- set day_after = dbt.dateadd('day', 1, 'cast(ends_on as timestamp)') %}

with

seen as (
    {{ ad_metrics.versions_in_force(
        ref('ad_metrics', 'placement_cost_history'), 'placement_key', ['cost_type', 'cost']
    ) }}
),

agreed as (select * from {{ ref('ad_metrics', 'stg_reference__placement_costs') }}),

known_placements as (select * from {{ ref('ad_metrics', 'int_placements') }}),

placement_websites as (
    {{ ad_metrics.united('placement_websites') }}
),

-- A website's costs follow a placement that moves from one to another.
placements as (
    select
        known_placements.placement_key,
        known_placements.source,
        known_placements.placement_id,
        coalesce(placement_websites.website_id, known_placements.website_id) as website_id,
        placement_websites.valid_from,
        placement_websites.valid_to
    from known_placements
    left join placement_websites
        on
            known_placements.source = placement_websites.source
            and known_placements.placement_id = placement_websites.placement_id
),

agreed_spans as (
    select
        *,
        {{ ad_metrics.local_to_utc('cast(starts_on as timestamp)', timezone) }} as valid_from,
        {{ ad_metrics.local_to_utc(day_after, timezone) }} as valid_to
    from agreed
),

agreed_of_placements as (
    select distinct
        placements.placement_key,
        agreed_spans.cost_type,
        agreed_spans.cost,
        agreed_spans.valid_from,
        agreed_spans.valid_to,
        placements.placement_key as cost_key
    from agreed_spans
    inner join placements
        on
            agreed_spans.source = placements.source
            and agreed_spans.placement_id = placements.placement_id
),

agreed_of_websites as (
    select
        placements.placement_key,
        agreed_spans.cost_type,
        agreed_spans.cost,
        case
            when placements.valid_from is null then agreed_spans.valid_from
            when agreed_spans.valid_from is null then placements.valid_from
            else greatest(agreed_spans.valid_from, placements.valid_from)
        end as valid_from,
        case
            when placements.valid_to is null then agreed_spans.valid_to
            when agreed_spans.valid_to is null then placements.valid_to
            else least(agreed_spans.valid_to, placements.valid_to)
        end as valid_to,
        'website:' || {{ ad_metrics.key('placements.source', 'placements.website_id') }} as cost_key
    from agreed_spans
    inner join placements
        on
            agreed_spans.source = placements.source
            and agreed_spans.website_id = placements.website_id
            and agreed_spans.placement_id is null
    where placements.placement_key not in (
        select agreed_of_placements.placement_key from agreed_of_placements
    )
),

agreed_costs as (
    select * from agreed_of_placements
    union all
    -- Not where the placement left the website before the cost began.
    select *
    from agreed_of_websites
    where valid_from is null or valid_to is null or valid_from < valid_to
)

select * from agreed_costs

union all

select
    placement_key,
    cost_type,
    cost,
    valid_from,
    valid_to,
    placement_key as cost_key
from seen
where
    cost_type is not null
    and cost is not null
    and placement_key not in (select agreed_costs.placement_key from agreed_costs)
