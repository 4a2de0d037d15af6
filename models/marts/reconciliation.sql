{%- set money = ad_metrics.type_money() %}
{%- set verdicts = ['staged', 'rejected', 'duplicate', 'replaced', 'invalid', 'deleted'] %}
{%- set marts = [
    'fct_delivery', 'campaign_metrics', 'campaign_metrics_daily', 'creative_metrics_daily',
    'placement_metrics_daily', 'platform_metrics_daily', 'advertiser_metrics_daily',
] %}
with

accounted as (select * from {{ ref('ad_metrics', 'int_accounted') }}),

{% for mart in marts -%}
{{ mart }} as (
    {{ ad_metrics.totals_by_measure(ref(mart), 'native_' if mart == 'fct_delivery' else '') }}
),

{% endfor -%}
mart_totals as (
    {%- for mart in marts %}
    select
        '{{ mart }}' as mart,
        {{ mart }}.*
    from {{ mart }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

by_mart as (
    select
        source,
        measure,
        currency,
        {%- for mart in marts %}
        sum(case when mart = '{{ mart }}' then total end) as {{ mart }}_total
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from mart_totals
    group by source, measure, currency
),

compared as (
    select
        accounted.*,
        -- Amounts in the reporting currency cannot be compared to those that the source has.
        accounted.currency is null
        or {{ 'false' if ad_metrics.setting('reporting_currency') else 'true' }}
            as is_in_same_currency,
        {%- for mart in marts %}
        coalesce(by_mart.{{ mart }}_total, 0) as {{ mart }}_found
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from accounted
    left join by_mart
        on
            accounted.source = by_mart.source
            and accounted.measure = by_mart.measure
            and coalesce(accounted.currency, '') = coalesce(by_mart.currency, '')
)

select
    source,
    raw_table,
    load_name,
    read_from,
    measure,
    currency,
    {%- for total in ['raw'] + verdicts %}
    cast({{ total }}_total as {{ money }}) as {{ total }}_total,
    {%- endfor %}
    {%- for mart in marts %}
    {%- set shown = 'is_in_marts' if loop.first else 'is_in_marts and is_in_same_currency' %}
    cast(case when {{ shown }} then {{ mart }}_found end as {{ money }}) as {{ mart }}_total,
    {%- endfor %}
    (
        raw_total is null
        or raw_total = {{ verdicts[:-1] | join('_total
        + ') }}_total
    )
    and (
        not is_in_marts
        or (
            staged_total + deleted_total = fct_delivery_found
            and (
                not is_in_same_currency
                or (
                    {%- for mart in marts[1:] %}
                    {{ 'and ' if not loop.first }}{{ mart }}_found = fct_delivery_found
                    {%- endfor %}
                )
            )
        )
    ) as is_reconciled
from compared
