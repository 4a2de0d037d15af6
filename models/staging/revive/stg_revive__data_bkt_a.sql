{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_revive__data_bkt_a') }}
    where verdict = 'staged'
)

select
    conversion_id,
    server,
    converted_at,
    tracker_id,
    creative_id,
    placement_id,
    conversion_action,
    conversion_status
from accepted
