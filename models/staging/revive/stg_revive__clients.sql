{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_revive__clients') }}
    where verdict = 'staged'
)

select
    advertiser_id,
    advertiser_name,
    updated_at
from accepted
