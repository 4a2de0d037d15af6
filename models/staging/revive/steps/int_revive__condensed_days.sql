{{ config(enabled=ad_metrics.is_on('revive')) }}
-- The UTC days of which the server no longer keeps hours, and what it keeps instead.
with

days as (select * from {{ ref('ad_metrics', 'int_revive__days') }})

select
    utc_day,
    deleted_creative_id,
    period_grain
from days
where period_grain <> 'hour'
