{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_revive__trackers') }}
    where verdict = 'staged'
)

select
    tracker_id,
    tracker_name,
    advertiser_id,
    default_conversion_status,
    conversion_type
from accepted
