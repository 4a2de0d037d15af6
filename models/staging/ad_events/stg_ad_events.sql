{%- do ad_metrics.after_all_are_judged() -%}
select
    raw_day as utc_day,
    {%- for column in ad_metrics.event_hour_columns() if column != 'raw_day' %}
    {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ ref('base_ad_events__hours') }}
