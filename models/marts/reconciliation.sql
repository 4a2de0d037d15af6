{#- The measures that a raw table carries, each as SQL over its judged rows. -#}
{%- set in_window = "is_inside_window = 'yes' and conversion_status = " %}
{%- set measured = {
    'data_summary_ad_hourly': {
        'requests': 'requests',
        'impressions': 'impressions',
        'clicks': 'clicks',
        'items': 'items',
        'conversion_value': 'conversion_value',
        'booked_revenue': 'booked_revenue',
    },
    'data_intermediate_ad_connection': {
        'conversions': 'case when ' ~ in_window ~ "'approved' then 1 end",
        'pending_conversions': 'case when ' ~ in_window ~ "'pending' then 1 end",
    },
} %}
{%- set marts = [
    'fct_delivery', 'campaign_metrics', 'campaign_metrics_daily', 'creative_metrics_daily',
    'placement_metrics_daily',
] %}

with

{% for table in ad_metrics.revive_tables() -%}
{{ table }} as (select * from {{ ref('base_revive__' ~ table) }}),

{% endfor -%}
{% for mart in marts -%}
{{ mart }} as (
    select * from {{ ref(mart) }}
    where source = 'revive'
),

{% endfor -%}

-- Each table is gone through once; its totals stand in one row.
{% for table in ad_metrics.revive_tables() -%}
{{ table }}_totals as (
    select
        max(case when verdict = 'day' then load_name end) as load_name,
        coalesce(sum(raw_rows_read), 0) as raw_rows,
        {%- for verdict in ['staged', 'rejected', 'duplicate', 'deleted'] %}
        {%- for measure, expression in measured.get(table, {}).items() %}
        coalesce(sum(case when verdict = '{{ verdict }}' then {{ expression }} end), 0)
            as {{ verdict }}_{{ measure }},
        {%- endfor %}
        {%- endfor %}
        {%- for measure, expression in measured.get(table, {}).items() %}
        coalesce(sum(case when verdict <> 'deleted' then {{ expression }} end), 0)
            as raw_{{ measure }},
        {%- endfor %}
        {%- for verdict in ['staged', 'rejected', 'duplicate', 'deleted'] %}
        count(case when verdict = '{{ verdict }}' then 1 end) as {{ verdict }}_rows
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ table }}
),

{% endfor -%}

source_totals as (
    {%- for table in ad_metrics.revive_tables() %}
    {%- set last_table = loop.last %}
    {%- for measure in ['rows'] + measured.get(table, {}) | list %}
    select
        '{{ table }}' as raw_table,
        '{{ measure }}' as measure,
        load_name,
        raw_{{ measure }} as raw_total,
        staged_{{ measure }} as staged_total,
        rejected_{{ measure }} as rejected_total,
        duplicate_{{ measure }} as duplicate_total,
        deleted_{{ measure }} as deleted_total
    from {{ table }}_totals
    {%- if not (last_table and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

mart_totals as (
    {%- for table, measures in measured.items() %}
    {%- set last_table = loop.last %}
    {%- for measure in measures %}
    select
        '{{ table }}' as raw_table,
        '{{ measure }}' as measure,
        {%- for mart in marts %}
        (select coalesce(sum({{ measure }}), 0) from {{ mart }}) as {{ mart }}_total
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    {%- if not (last_table and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
),

compared as (
    select
        source_totals.*,
        {%- for mart in marts %}
        mart_totals.{{ mart }}_total,
        {%- endfor %}
        source_totals.raw_total
        = source_totals.staged_total + source_totals.rejected_total + source_totals.duplicate_total
        and (
            mart_totals.measure is null
            or (
                source_totals.staged_total + source_totals.deleted_total
                = mart_totals.fct_delivery_total
                {%- for mart in marts[1:] %}
                and mart_totals.fct_delivery_total = mart_totals.{{ mart }}_total
                {%- endfor %}
            )
        ) as is_reconciled
    from source_totals
    left join mart_totals
        on
            source_totals.raw_table = mart_totals.raw_table
            and source_totals.measure = mart_totals.measure
)

select
    'revive' as source,
    raw_table,
    load_name,
    measure,
    {%- for total in ['raw', 'staged', 'rejected', 'duplicate', 'deleted'] + marts %}
    cast({{ total }}_total as {{ ad_metrics.type_money() }}) as {{ total }}_total,
    {%- endfor %}
    is_reconciled
from compared
