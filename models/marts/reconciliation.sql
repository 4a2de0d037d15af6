{#- The measures that a source's raw tables carry, each as SQL over its judged rows. -#}
{%- set in_window = "is_inside_window = 'yes' and conversion_status = " %}
{%- set counts = {
    'data_summary_ad_hourly': {
        'requests': 'requests',
        'impressions': 'impressions',
        'clicks': 'clicks',
        'items': 'items',
    },
    'data_intermediate_ad_connection': {
        'conversions': 'case when ' ~ in_window ~ "'approved' then 1 end",
        'pending_conversions': 'case when ' ~ in_window ~ "'pending' then 1 end",
    },
    'ad_events': {'impressions': 'events', 'clicks': 'events', 'conversions': 'events'},
    'spend': {'impressions': 'impressions', 'clicks': 'clicks', 'conversions': 'conversions'},
} %}
{%- set amounts = {
    'data_summary_ad_hourly': ['conversion_value', 'booked_revenue'],
    'ad_events': ['booked_revenue', 'conversion_value'],
    'spend': ['investment', 'conversion_value'],
} %}
{%- set marts = [
    'fct_delivery', 'campaign_metrics', 'campaign_metrics_daily', 'creative_metrics_daily',
    'placement_metrics_daily', 'platform_metrics_daily', 'advertiser_metrics_daily',
] %}
{%- set verdicts = ['staged', 'rejected', 'duplicate', 'replaced', 'invalid', 'deleted'] %}
{#- Each kind of event is a measure of its own; prices are of all kinds. #}
{%- set events_of = {
    'rows': "totals.raw_table <> 'all'",
    'impressions': "totals.raw_table = 'impressions'",
    'clicks': "totals.raw_table = 'clicks'",
    'conversions': "totals.raw_table = 'conversions'",
} %}
{#- Rejected events and copies are kept by number: what their prices come to is not known. #}
{%- set unknown_amounts = {'ad_events': ['raw', 'rejected', 'duplicate']} %}
{#- What the marts count, and what they sum up in one currency. #}
{%- set counted = [
    'requests', 'impressions', 'clicks', 'items', 'conversions', 'pending_conversions',
] %}
{%- set summed = ['conversion_value', 'booked_revenue', 'investment'] %}
{%- set money = ad_metrics.type_money() %}
{%- set spend_models = ad_metrics.spend_base_models() %}
{%- set tables = [] %}
{%- for judged in ad_metrics.judged_tables() if judged.model not in spend_models %}
    {%- do tables.append({
        'name': judged.table if judged.source == 'revive' else judged.model,
        'source': "'" ~ judged.of ~ "'",
        'raw_table': "'" ~ judged.table ~ "'",
        'model': judged.model,
        'currency': "'" ~ ad_metrics.setting('revive_currency') ~ "'",
    }) %}
{%- endfor %}
{%- set place_of_newest_day = "substr(max(case when raw_rows_read > 0 then cast(raw_day as "
    ~ ad_metrics.type_text() ~ ") || ' ' || raw_place end), 12)" %}
{%- do tables.append({
    'name': 'ad_events',
    'place': 'min(read_from)',
    'source': "'ad_events'",
    'raw_table': 'raw_table',
    'model': 'int_ad_events__judged',
    'currency': 'currency',
    'rows': 'events',
}) %}
{%- do tables.append({
    'name': 'spend',
    'source': "'marketing_spend'",
    'raw_table': 'raw_table',
    'model': 'int_marketing_spend__judged',
    'currency': 'currency',
}) %}

with

{% for mart in marts -%}
{{ mart }} as (select * from {{ ref(mart) }}),

{% endfor -%}

-- Each table is gone through once.
{% for table in tables -%}
{%- set table_counts = counts.get(table.name, {}) -%}
{%- set table_amounts = amounts.get(table.name, []) -%}
{%- set rows = table.rows or 1 -%}
{{ table.name }}_totals as (
    select
        {{ table.raw_table }} as raw_table,
        load_name,
        {{ table.place or place_of_newest_day }} as read_from,
        {{ table.currency }} as currency,
        coalesce(sum(raw_rows_read), 0) as raw_rows,
        {%- for measure, expression in table_counts.items() %}
        {%- for verdict in verdicts %}
        coalesce(sum(case when verdict = '{{ verdict }}' then {{ expression }} end), 0)
            as {{ verdict }}_{{ measure }},
        {%- endfor %}
        {%- endfor %}
        {%- for measure in table_amounts %}
        {%- for verdict in verdicts %}
        coalesce(sum(case when verdict = '{{ verdict }}' then {{ measure }} end), 0)
            as {{ verdict }}_{{ measure }},
        {%- endfor %}
        {%- endfor %}
        {%- for measure in table_counts.keys() | list + table_amounts %}
        coalesce(
            sum(case when verdict <> 'deleted' then {{ table_counts.get(measure, measure) }} end), 0
        ) as raw_{{ measure }},
        {%- endfor %}
        {%- for verdict in verdicts %}
        sum(case when verdict = '{{ verdict }}' then {{ rows }} else 0 end) as {{ verdict }}_rows
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref(table.model) }}
    group by {{ 'raw_table, load_name, currency' if table.currency == 'currency' else 'load_name' }}
),

{% endfor -%}

-- A row of sums becomes one for each measure. Sums are asked for once, as some engines work out
-- anew what is asked for again.
measures as (
    {%- for measure in ['rows'] + counted + summed %}
    select
        '{{ measure }}' as measure,
        {{ 'true' if measure in summed else 'false' }} as is_amount
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Amounts stand in one currency each, counts over all.
load_totals as (
    {%- for table in tables %}
    {%- set table_measures = ['rows'] + counts.get(table.name, {}).keys() | list
        + amounts.get(table.name, []) %}
    select
        {{ table.source }} as source,
        totals.raw_table,
        totals.load_name,
        max(totals.read_from) as read_from,
        measures.measure,
        case when measures.is_amount then totals.currency end as currency,
        {%- for total in ['raw'] + verdicts %}
        sum(
            case measures.measure
                {%- for measure in table_measures
                    if total not in unknown_amounts.get(table.name, []) or measure not in summed %}
                when '{{ measure }}' then cast(totals.{{ total }}_{{ measure }} as {{ money }})
                {%- endfor %}
            end
        ) as {{ total }}_total
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ table.name }}_totals as totals
    cross join measures
    where
        measures.measure in (
            {%- for measure in table_measures %}
            '{{ measure }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
        and (not measures.is_amount or totals.currency is not null)
        {%- if table.name == 'ad_events' %}
        and case measures.measure
            {%- for measure, of_events in events_of.items() %}
            when '{{ measure }}' then {{ of_events }}
            {%- endfor %}
            else totals.raw_table = 'all'
        end
        {%- endif %}
    group by
        totals.raw_table,
        totals.load_name,
        measures.measure,
        case when measures.is_amount then totals.currency end
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Several tables and files bring one source its spend, so the marts are compared to all of them.
source_totals as (
    select * from load_totals

    union all

    select
        source,
        'all' as raw_table,
        'all' as load_name,
        cast(null as {{ ad_metrics.type_text() }}) as read_from,
        measure,
        currency,
        {%- for total in ['raw'] + verdicts %}
        sum({{ total }}_total) as {{ total }}_total
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from load_totals
    where source = 'marketing_spend' and measure <> 'rows'
    group by source, measure, currency
),

{% for mart in marts -%}
{%- set native = 'native_' if mart == 'fct_delivery' else '' -%}
{{ mart }}_sums as (
    select
        source,
        {{ native }}currency{{ ' as currency' if native }},
        {%- for measure in counted %}
        coalesce(sum({{ measure }}), 0) as {{ measure }},
        {%- endfor %}
        {%- for measure in summed %}
        coalesce(sum({{ native }}{{ measure }}), 0) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ mart }}
    group by source, {{ native }}currency
),

{% endfor -%}
mart_totals as (
    {%- for mart in marts %}
    select
        '{{ mart }}' as mart,
        sums.source,
        measures.measure,
        case when measures.is_amount then sums.currency end as currency,
        sum(
            case measures.measure
                {%- for measure in counted + summed %}
                when '{{ measure }}' then cast(sums.{{ measure }} as {{ money }})
                {%- endfor %}
            end
        ) as total
    from {{ mart }}_sums as sums
    cross join measures
    where measures.measure <> 'rows'
    group by
        sums.source,
        measures.measure,
        case when measures.is_amount then sums.currency end
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
        source_totals.*,
        source_totals.measure <> 'rows'
        and (source_totals.raw_table = 'all' or source_totals.source <> 'marketing_spend')
            as is_in_marts,
        -- Amounts in the reporting currency cannot be compared to those that the source has.
        source_totals.currency is null
        or {{ 'false' if ad_metrics.setting('reporting_currency') else 'true' }}
            as is_in_same_currency,
        {%- for mart in marts %}
        coalesce(by_mart.{{ mart }}_total, 0) as {{ mart }}_found
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from source_totals
    left join by_mart
        on
            source_totals.source = by_mart.source
            and source_totals.measure = by_mart.measure
            and coalesce(source_totals.currency, '') = coalesce(by_mart.currency, '')
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
    {%- set shown = 'is_in_marts' if mart == 'fct_delivery'
        else 'is_in_marts and is_in_same_currency' %}
    cast(case when {{ shown }} then {{ mart }}_found end as {{ money }})
        as {{ mart }}_total,
    {%- endfor %}
    (
        raw_total is null
        or raw_total = staged_total + rejected_total + duplicate_total + replaced_total
        + invalid_total
    )
    and (
        not is_in_marts
        or (
            staged_total + deleted_total = fct_delivery_found
            and (
                not is_in_same_currency
                {%- set comparisons = [] %}
                {%- for mart in marts[1:] %}
                {%- do comparisons.append(mart ~ '_found = fct_delivery_found') %}
                {%- endfor %}
                or ({{ comparisons | join(' and ') }})
            )
        )
    ) as is_reconciled
from compared
