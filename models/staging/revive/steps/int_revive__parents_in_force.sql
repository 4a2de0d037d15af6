{{ config(enabled=ad_metrics.is_on('revive')) }}
-- The half-open span of hours in which a banner belonged to a campaign, a zone to a website or a
-- campaign to an advertiser: `unknown` where the server has none with that id. An open end is null.
with

parents as (select * from {{ ref('ad_metrics', 'int_revive__parents') }}),

existing as (
    select
        'creative' as kind,
        campaign_id as parent_id
    from {{ ref('ad_metrics', 'stg_revive__campaigns') }}

    union all

    select
        'placement' as kind,
        website_id as parent_id
    from {{ ref('ad_metrics', 'stg_revive__affiliates') }}

    union all

    select
        'campaign' as kind,
        advertiser_id as parent_id
    from {{ ref('ad_metrics', 'stg_revive__clients') }}
)

select
    parents.kind,
    parents.entity_id,
    parents.version,
    coalesce(existing.parent_id, 'unknown') as parent_id,
    parents.valid_from,
    lead(parents.valid_from) over (
        partition by parents.kind, parents.entity_id order by parents.version
    ) as valid_to
from parents
left join existing on parents.kind = existing.kind and parents.parent_id = existing.parent_id
