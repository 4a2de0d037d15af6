{#- The output `accounted` of judged tables, each a dictionary:

    table     the name of the raw table, or SQL for it if `names_tables`
    model     the model with its judged rows
    counts    {measure: SQL over a judged row} of what is counted, apart from rows
    amounts   {measure: SQL over a judged row} of money, which is told by currency
    currency  SQL for the currency of a judged row

    Each table is gone through once. -#}
{%- macro accounted_of(tables) -%}
{%- set verdicts = ['staged', 'rejected', 'duplicate', 'replaced', 'invalid', 'deleted'] -%}
{%- set money = ad_metrics.type_money() -%}
{%- set text = ad_metrics.type_text() -%}
{%- set place_of_newest_day = "substr(max(case when raw_rows_read > 0 then cast(raw_day as "
    ~ text ~ ") || ' ' || raw_place end), 12)" -%}
with

{% for table in tables -%}
{%- set counts = table.counts or {} -%}
{%- set values_of = {} -%}
{%- do values_of.update(counts) -%}
{%- do values_of.update(table.amounts or {}) -%}
{%- set raw_table = table.table if table.names_tables else "'" ~ table.table ~ "'" -%}
sums_{{ loop.index }} as (
    select
        {{ raw_table }} as raw_table,
        load_name,
        {{ table.currency or 'cast(null as ' ~ text ~ ')' }} as currency,
        {{ place_of_newest_day }} as read_from,
        coalesce(sum(raw_rows_read), 0) as raw_rows,
        {%- for measure, value in values_of.items() %}
        coalesce(sum(case when verdict <> 'deleted' then {{ value }} end), 0) as raw_{{ measure }},
        {%- for verdict in verdicts %}
        coalesce(sum(case when verdict = '{{ verdict }}' then {{ value }} end), 0)
            as {{ verdict }}_{{ measure }},
        {%- endfor %}
        {%- endfor %}
        {%- for verdict in verdicts %}
        sum(case when verdict = '{{ verdict }}' then 1 else 0 end) as {{ verdict }}_rows
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ table.model }}
    group by
        load_name
        {%- if table.names_tables %},
        {{ raw_table }}
        {%- endif %}
        {%- if table.currency and not table.currency.startswith("'") %},
        {{ table.currency }}
        {%- endif %}
),

{% endfor -%}
-- A row of sums becomes one for each measure, as some engines work out anew what is asked again.
measures as (
    {%- set names = {} %}
    {%- for table in tables %}
    {%- for measure in ['rows'] + (table.counts or {}) | list %}
    {%- do names.update({measure: 'false'}) %}
    {%- endfor %}
    {%- for measure in table.amounts or {} %}
    {%- do names.update({measure: 'true'}) %}
    {%- endfor %}
    {%- endfor %}
    {%- for measure, is_amount in names.items() %}
    select
        '{{ measure }}' as measure,
        {{ is_amount }} as is_amount
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

{% for table in tables -%}
{%- set own = ['rows'] + (table.counts or {}) | list + (table.amounts or {}) | list -%}
{%- set has = {
    'raw_table': 'sums.raw_table',
    'load_name': 'sums.load_name',
    'read_from': 'max(sums.read_from)',
    'measure': 'measures.measure',
    'currency': 'case when measures.is_amount then sums.currency end',
} -%}
{%- for total in ['raw'] + verdicts -%}
    {%- set cases = [] -%}
    {%- for measure in own -%}
        {%- do cases.append(
            "when '" ~ measure ~ "' then cast(sums." ~ total ~ '_' ~ measure ~ ' as ' ~ money ~ ')'
        ) -%}
    {%- endfor -%}
    {%- do has.update({
        total ~ '_total': 'sum(case measures.measure ' ~ cases | join(' ') ~ ' end)'
    }) -%}
{%- endfor -%}
select
    {{ ad_metrics.output('accounted', has) }}
from sums_{{ loop.index }} as sums
cross join measures
where
    measures.measure in ('{{ own | join("', '") }}')
    -- Amounts stand in one currency each, counts over all.
    and (not measures.is_amount or sums.currency is not null)
group by
    sums.raw_table,
    sums.load_name,
    measures.measure,
    case when measures.is_amount then sums.currency end
{%- if not loop.last %}

union all

{% endif %}
{%- endfor %}
{%- endmacro -%}
