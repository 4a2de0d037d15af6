{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_revive__data_bkt_c') }}
    where verdict = 'staged'
)

select
    interval_start_at,
    creative_id,
    placement_id,
    clicks
from accepted
