-- Fails where the differences listed do not add up to what booked and earned revenue differ by.
with

listed as (
    select coalesce(sum(difference), 0) as difference
    from {{ ref('ad_metrics', 'revenue_discrepancies') }}
),

facts as (
    select coalesce(sum(native_booked_revenue - native_earned_revenue), 0) as difference
    from {{ ref('ad_metrics', 'fct_delivery') }}
)

select
    listed.difference as listed_difference,
    facts.difference as facts_difference
from listed
cross join facts
where listed.difference <> facts.difference
