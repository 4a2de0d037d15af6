-- Which creative delivered on which UTC day, and in which of its hours: all that is asked of the
-- whole history by every build.
with

delivery as (select * from {{ ref('stg_revive__data_summary_ad_hourly') }})

select
    utc_day,
    creative_id,
    is_deleted_at_source,
    max(case when hour_at > cast(utc_day as timestamp) then 1 else 0 end) as has_hours,
    min(updated_at) as first_written_at
from delivery
group by utc_day, creative_id, is_deleted_at_source
