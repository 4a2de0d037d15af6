-- Rows of the facts that are kept and counted as they are, each with the reason that it is odd.
{%- set day_later = dbt.dateadd('hour', 25, 'hour_at') %}
{#- What is not there though all that it is worked out from is. #}
{%- set too_large = [] %}
{%- for model, units in ad_metrics.units_priced().items() %}
{%- do too_large.append(
        "pricing_model = '" ~ model ~ "' and rate is not null and " ~ units ~ ' is not null'
        ~ ' and native_earned_revenue is null'
) %}
{%- endfor %}
{%- for amount in ad_metrics.amounts() if ad_metrics.setting('reporting_currency') %}
{%- do too_large.append('native_' ~ amount ~ ' is not null and ' ~ amount ~ ' is null') %}
{%- endfor %}
{%- set anomalies = [
    (
        'clicks above impressions',
        'clicks > impressions',
        'A click counts in its own hour, which may be after its impression. Many in one place hint'
        ~ ' at click fraud or at impressions that were not logged.',
    ),
    (
        'revenue without impressions',
        'impressions = 0 and revenue > 0',
        'The clicks or conversions belong to impressions of an earlier hour. Without either, ask'
        ~ ' why the server booked revenue.',
    ),
    (
        'unknown campaign',
        'campaign_key = ' ~ ad_metrics.key('source', "'unknown'"),
        'The banner or its campaign was deleted, or never existed. Restore it at the source to have'
        ~ ' the delivery under its campaign.',
    ),
    (
        'several rows of one hour',
        "source_rows > 1 and period_grain = 'hour'",
        'The summary has several rows of this hour, banner and zone; they are added up, as on the'
        ~ ' screens of the server. If maintenance ran twice, delete the second rows there.',
    ),
    (
        'written late',
        "period_grain = 'hour' and last_written_at > " ~ day_later,
        'The row was written more than a day after its hour: maintenance was down, or somebody'
        ~ ' edited it. Compare revenue_discrepancies.',
    ),
    (
        'hour in the future',
        'hour_at > ' ~ ad_metrics.utc_now(),
        'The clock of the ad server or of this machine is wrong, or the extract is.',
    ),
    (
        'credit or retraction',
        'investment < 0 or revenue < 0 or conversion_value < 0 or conversions < 0',
        'Money was given back, or conversions were taken back; it counts on the day that it is'
        ~ ' given for. Nothing is to be done if the source meant it.',
    ),
    (
        'far from all other delivery',
        'exists (select 1 from far_days where far_days.source = delivery.source'
        ~ ' and far_days.utc_day = delivery.utc_day)',
        'Nothing else was delivered for two years before or after these days, which are few. Ask'
        ~ ' whether the time is right; correct it at the source.',
    ),
    (
        'amount too large',
        '(' ~ too_large | join(') or (') ~ ')',
        'Units times the rate, or the amount in the reporting currency, is longer than any'
        ~ ' amount of money may be, so it is left empty. Correct the rate, the units or the'
        ~ ' exchange rate.',
    ),
] %}

with

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

far_days as (select * from {{ ref('ad_metrics', 'anomalies__far_days') }}),

doubts as (
    {{ ad_metrics.united('doubts') }}
)

{% for reason, condition, what_to_do in anomalies -%}
select
    delivery.*,
    '{{ reason }}' as reason,
    '{{ what_to_do }}' as what_to_do
from delivery
where {{ condition }}

union all

{% endfor -%}
select
    delivery.*,
    doubts.reason,
    doubts.what_to_do
from delivery
inner join doubts
    on
        delivery.source = doubts.source
        and delivery.utc_day = doubts.utc_day
        and delivery.creative_key = {{ ad_metrics.key('doubts.source', 'doubts.creative_id') }}
        and coalesce(delivery.country, '') = coalesce(doubts.country, '')
        and coalesce(delivery.device, '') = coalesce(doubts.device, '')
        and delivery.native_currency = doubts.currency
