-- Fails for every measure whose total differs between the facts and a mart. Nothing is lost in a
-- join.
{%- set measures = [
    'requests', 'impressions', 'clicks', 'conversions', 'pending_conversions',
    'impression_conversions', 'click_conversions', 'conversion_value', 'items', 'investment',
    'booked_revenue', 'earned_revenue', 'revenue',
] %}
{%- set marts = [
    ref('campaign_metrics'), ref('campaign_metrics_daily'),
    ref('creative_metrics_daily'), ref('placement_metrics_daily'),
] %}

with

facts as (
    select
        'fct_delivery' as mart,
        {%- for measure in measures %}
        coalesce(sum({{ measure }}), 0) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('fct_delivery') }}
),

marts as (
    {%- for mart in marts %}
    select
        '{{ mart.identifier }}' as mart,
        {%- for measure in measures %}
        coalesce(sum({{ measure }}), 0) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ mart }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select marts.*
from marts
cross join facts
where
    false
    {%- for measure in measures %}
    or marts.{{ measure }} <> facts.{{ measure }}
    {%- endfor %}
