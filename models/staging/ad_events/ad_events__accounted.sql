{{ config(enabled=ad_metrics.is_on('ad_events')) }}
-- What became of the events of each kind, and of their amounts. Each kind of event is a measure of
-- its own; prices are of all kinds. Rejected events and copies are kept by number: what their
-- prices come to is not known.
{%- set text = ad_metrics.type_text() %}
{%- set verdicts = ['staged', 'rejected', 'duplicate', 'replaced', 'invalid', 'deleted'] %}
{%- set counted = {'raw_total': 'coalesce(max(loads.raw_rows), 0)'} %}
{%- set amount = {} %}
{%- for verdict in verdicts %}
{%- do counted.update({
    verdict ~ '_total':
        "sum(case when judged.verdict = '" ~ verdict ~ "' then judged.events else 0 end)",
}) %}
{%- do amount.update({
    verdict ~ '_total': 'null' if verdict in ('rejected', 'duplicate')
        else "sum(case when verdict = '" ~ verdict ~ "' then coalesce(<amount>, 0) else 0 end)",
}) %}
{%- endfor %}
with

judged as (select * from {{ ref('ad_metrics', 'int_ad_events__judged') }}),

amounts as (select * from {{ ref('ad_metrics', 'int_ad_events__amounts') }}),

campaigns as (
    {{ ad_metrics.accounted_of(ad_metrics.judged_tables('ad_events')) }}
),

-- What was read of a closed day is not in the source any more, but for what came late.
loads as (
    select
        raw_table,
        sum(raw_rows_read) as raw_rows,
        case
            when count(distinct load_name) = 1 then min(raw_place)
            else
                cast(count(distinct load_name) as {{ text }})
                || ' files such as ' || substr(max(raw_place), 6)
        end as read_from
    from {{ ref('ad_metrics', 'base_ad_events__read') }}
    where
        is_late
        or utc_day not in (
            select closed_days.utc_day
            from {{ ref('ad_metrics', 'base_ad_events__closed_days') }} as closed_days
        )
    group by raw_table
)

{% for measure in ['rows'] + ad_metrics.event_tables() -%}
{%- set has = {
    'raw_table': 'judged.raw_table',
    'load_name': 'judged.raw_table',
    'read_from': 'max(loads.read_from)',
    'measure': "'" ~ measure ~ "'",
} -%}
{%- do has.update(counted) -%}
{%- do has.update({
    'raw_total': "coalesce(sum(case when judged.verdict <> 'deleted' then judged.events end), 0)",
}) if measure != 'rows' -%}
select
    {{ ad_metrics.output('accounted', has) }}
from judged
left join loads on judged.raw_table = loads.raw_table
{%- if measure != 'rows' %}
where judged.raw_table = '{{ measure }}'
{%- endif %}
group by judged.raw_table

union all

{% endfor -%}
{% for measure, micros in {'booked_revenue': 'price', 'conversion_value': 'value'}.items() -%}
{%- set has = {
    'raw_table': "'all'",
    'load_name': "'all'",
    'measure': "'" ~ measure ~ "'",
    'currency': 'currency',
    'raw_total': 'null',
} -%}
{%- for name, sql in amount.items() -%}
{%- do has.update({name: sql.replace('<amount>', measure)}) -%}
{%- endfor -%}
select
    {{ ad_metrics.output('accounted', has) }}
from amounts
group by currency

union all

{% endfor -%}
select * from campaigns
