-- Fails for every raw table and measure of which something was lost or counted twice on the way.
select *
from {{ ref('reconciliation') }}
where not coalesce(is_reconciled, false)
