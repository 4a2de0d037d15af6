{%- do ad_metrics.after_all_are_judged() -%}
with

judged as (select * from {{ ref('base_revive__data_summary_ad_hourly') }})

select
    raw_day as utc_day,
    raw_rows_read,
    judged_in
from judged
where verdict = 'day'
