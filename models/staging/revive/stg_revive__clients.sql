{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_revive__clients') }}
    where verdict in ('staged', 'deleted')
)

select
    advertiser_id,
    advertiser_name,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
