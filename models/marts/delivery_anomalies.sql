-- Delivery that is kept and counted as it is, but that somebody in ad operations may want to see.
{%- set day_later = dbt.dateadd('hour', 25, 'hour_at') %}
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
        'The clicks or conversions belong to impressions of an earlier hour. Without either, ask why'
        ~ ' the server booked revenue.',
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
] %}

with

delivery as (select * from {{ ref('fct_delivery') }}),

campaigns as (select * from {{ ref('dim_campaigns') }}),

creatives as (select * from {{ ref('dim_creatives') }}),

placements as (select * from {{ ref('dim_placements') }}),

of_revive as (select * from {{ ref('int_revive__anomalies') }}),

found as (
    {%- for reason, condition, what_to_do in anomalies %}
    select
        *,
        '{{ reason }}' as reason,
        '{{ what_to_do }}' as what_to_do
    from delivery
    where {{ condition }}
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}
),

-- What was left empty in rows that count, as it could not be read; each note once.
noted as (
    {%- for judged in ad_metrics.judged_tables() %}
    select
        '{{ judged.of }}' as source,
        '{{ judged.table }}' as raw_table,
        noted_because,
        count(*) as noted_rows,
        min(raw_key) as example
    from {{ ref(judged.model) }}
    where noted_because is not null
    group by noted_because
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    found.source,
    found.platform,
    found.country,
    found.device,
    found.hour_at,
    found.period_grain,
    found.date_day,
    found.campaign_key,
    campaigns.campaign_name,
    found.creative_key,
    creatives.creative_name,
    found.placement_key,
    placements.placement_name,
    found.reason,
    found.what_to_do,
    found.impressions,
    found.clicks,
    found.conversions,
    found.revenue,
    found.currency,
    found.native_currency
from found
inner join campaigns on found.campaign_key = campaigns.campaign_key
inner join creatives on found.creative_key = creatives.creative_key
inner join placements on found.placement_key = placements.placement_key

union all

select * from of_revive

union all

select
    source,
    source as platform,
    null as country,
    null as device,
    null as hour_at,
    null as period_grain,
    null as date_day,
    null as campaign_key,
    null as campaign_name,
    null as creative_key,
    null as creative_name,
    null as placement_key,
    null as placement_name,
    'left empty' as reason,
    raw_table || ': ' || noted_because || ' In ' || cast(noted_rows as {{ ad_metrics.type_text() }})
    || ' rows that count otherwise, for instance ' || example || '.' as what_to_do,
    null as impressions,
    null as clicks,
    null as conversions,
    null as revenue,
    null as currency,
    null as native_currency
from noted
