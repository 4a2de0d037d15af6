with

accepted as (
    select *
    from {{ ref('base_revive__clients') }}
    where rejected_because is null
)

select
    advertiser_id,
    advertiser_name,
    updated_at
from accepted
