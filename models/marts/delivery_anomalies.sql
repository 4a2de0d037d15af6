-- Delivery that is kept and counted as it is, but that somebody in ad operations may want to see.
{%- set day_later = dbt.dateadd('hour', 25, 'hour_at') %}
{%- set text = ad_metrics.type_text() %}
{#- What is not there though all that it is worked out from is. #}
{%- set too_large = [] %}
{%- for model, units in {'cpm': 'impressions', 'cpc': 'clicks', 'cpa': 'conversions'}.items() %}
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
{%- set partly_told = {
    'impressions': 'a rate per impression divides their investment by nothing',
    'clicks': 'a rate per click, and CTR, count none for them',
    'conversions': 'a rate per conversion counts none for them',
    'conversion_value': 'ROAS counts none for them',
    'investment': 'CPT and the like count none for them',
} %}

with

delivery as (select * from {{ ref('fct_delivery') }}),

spend as (select * from {{ ref('int_marketing_spend__rows') }}),

campaigns as (select * from {{ ref('dim_campaigns') }}),

creatives as (select * from {{ ref('dim_creatives') }}),

placements as (select * from {{ ref('dim_placements') }}),

far_days as (select * from {{ ref('int_far_days') }}),

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

    union all

    select * from {{ ref('int_marketing_spend__doubtful') }}
),

partly_told as (select * from {{ ref('int_partly_told') }}),

-- What was left empty in rows that count, as it could not be read; each note once.
noted as (
    {%- for judged in ad_metrics.judged_tables() %}
    select
        '{{ judged.of }}' as source,
        '{{ judged.table }}' as raw_table,
        'left empty' as reason,
        noted_because,
        count(*) as noted_rows,
        min(raw_key) as example
    from {{ ref(judged.model) }}
    where noted_because is not null
    group by noted_because

    union all
    {% endfor %}
    -- Events are told by kind and day, each note with the number of its events.
    select
        'ad_events' as source,
        raw_table,
        case
            when verdict = 'noted' then 'left empty'
            else 'one id, several contents'
        end as reason,
        noted_because,
        sum(events) as noted_rows,
        min(raw_key) as example
    from {{ ref('base_ad_events') }}
    where verdict in ('noted', 'differing')
    group by raw_table, verdict, noted_because
),

told as (
    select
        source,
        source as platform,
        reason,
        raw_table || ': ' || noted_because || ' In ' || cast(noted_rows as {{ text }})
        || ' rows'
        || case when reason = 'left empty' then ' that count otherwise' else '' end
        || ', for instance ' || example || '.' as what_to_do
    from noted

    union all

    select
        'marketing_spend' as source,
        platform,
        'reach above impressions' as reason,
        'Nobody is reached without an impression, so reach is shown as the impressions are. Ask the'
        || ' platform what it counts. In ' || cast(count(*) as {{ text }})
        || ' rows, for instance of campaign ' || min(campaign_id) || '.' as what_to_do
    from spend
    where reach > impressions
    group by platform
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
    found.investment,
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
    partly_told.source,
    partly_told.platform,
    null as country,
    null as device,
    partly_told.hour_at,
    partly_told.period_grain,
    partly_told.date_day,
    partly_told.campaign_key,
    campaigns.campaign_name,
    null as creative_key,
    null as creative_name,
    null as placement_key,
    null as placement_name,
    replace(partly_told.measure, '_', ' ') || ' not known of a part' as reason,
    'Nobody tells ' || replace(partly_told.measure, '_', ' ')
    || ' of these impressions and this investment, but of others in the same total: '
    || case partly_told.measure
        {%- for measure, effect in partly_told.items() %}
        when '{{ measure }}' then '{{ effect }}'
        {%- endfor %}
    end
    || '. Have the platform tell it, or look at the rate without them.' as what_to_do,
    partly_told.impressions,
    partly_told.clicks,
    partly_told.conversions,
    partly_told.investment,
    null as revenue,
    partly_told.currency,
    partly_told.native_currency
from partly_told
inner join campaigns on partly_told.campaign_key = campaigns.campaign_key

union all

select
    source,
    platform,
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
    reason,
    what_to_do,
    null as impressions,
    null as clicks,
    null as conversions,
    null as investment,
    null as revenue,
    null as currency,
    null as native_currency
from told
