{%- do ad_metrics.after_all_are_judged() -%}
with

accepted as (
    select *
    from {{ ref('base_revive__affiliates') }}
    where verdict in ('staged', 'deleted')
)

select
    website_id,
    website_name,
    website_url,
    updated_at,
    verdict = 'deleted' as is_deleted_at_source
from accepted
