{{ config(enabled=ad_metrics.is_on('revive')) }}
-- Every banner and zone that anything was counted for, in summaries, conversions or open hours.
with

delivered_days as (
    select * from {{ ref('ad_metrics', 'int_revive__delivered_days') }}
    where creative_id is not null
),

conversions as (select * from {{ ref('ad_metrics', 'int_revive__conversions') }}),

open_hours as (select * from {{ ref('ad_metrics', 'int_revive__open_hours') }})

select
    creative_id,
    placement_id
from delivered_days
{{ ad_metrics.union_distinct() }}
select
    creative_id,
    placement_id
from conversions
{{ ad_metrics.union_distinct() }}
select
    creative_id,
    placement_id
from open_hours
