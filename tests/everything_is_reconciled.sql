-- Fails for every raw table and measure of which something was lost or counted twice on the way.
select *
from {{ ref('ad_metrics', 'reconciliation') }}
where not coalesce(is_reconciled, false)
