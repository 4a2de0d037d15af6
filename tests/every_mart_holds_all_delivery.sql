-- Fails for every measure and currency whose total differs between the facts and a mart. Nothing is
-- lost in a join, and no currency is added to another.
{%- set measures = ad_metrics.counts() + ad_metrics.amounts() %}
{%- set marts = [
    ref('ad_metrics', 'campaign_metrics'),
    ref('ad_metrics', 'campaign_metrics_daily'),
    ref('ad_metrics', 'creative_metrics_daily'),
    ref('ad_metrics', 'placement_metrics_daily'),
    ref('ad_metrics', 'platform_metrics_daily'),
    ref('ad_metrics', 'advertiser_metrics_daily'),
    ref('ad_metrics', 'delivery_daily'),
] %}

with

facts as (
    select
        currency,
        {%- for measure in measures %}
        coalesce(sum({{ measure }}), 0) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('ad_metrics', 'fct_delivery') }}
    group by currency
),

marts as (
    {%- for mart in marts %}
    select
        '{{ mart.identifier }}' as mart,
        currency,
        {%- for measure in measures %}
        coalesce(sum({{ measure }}), 0) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ mart }}
    group by currency
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Every mart has every currency of the facts.
expected as (
    {%- for mart in marts %}
    select
        '{{ mart.identifier }}' as expected_mart,
        *
    from facts
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    expected.expected_mart,
    expected.currency as expected_currency,
    marts.*
from expected
full outer join marts
    on expected.expected_mart = marts.mart and expected.currency = marts.currency
where
    false
    {%- for measure in measures %}
    or coalesce(marts.{{ measure }}, 0) <> coalesce(expected.{{ measure }}, 0)
    {%- endfor %}
