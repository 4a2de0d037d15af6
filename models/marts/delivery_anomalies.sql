-- Delivery that is kept and counted as it is, but that somebody in ad operations may want to see.
{%- set day_later = dbt.dateadd('hour', 25, 'hour_at') %}
{%- set text = ad_metrics.type_text() %}
{%- set two_years_before = dbt.dateadd('day', -730, 'utc_day') %}
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
    (
        'far from all other delivery',
        'is_far',
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

facts as (select * from {{ ref('fct_delivery') }}),

spend as (select * from {{ ref('int_marketing_spend__rows') }}),

campaigns as (select * from {{ ref('dim_campaigns') }}),

creatives as (select * from {{ ref('dim_creatives') }}),

placements as (select * from {{ ref('dim_placements') }}),

-- Days that nothing lies between are of one island, and so are those less than two years apart. All
-- but a source's greatest island are far from it; many days are a history, though.
days as (
    select distinct
        source,
        utc_day
    from facts
),

steps as (
    select
        source,
        utc_day,
        case
            when
                lag(utc_day) over (partition by source order by utc_day) < {{ two_years_before }}
                then 1
            else 0
        end as is_first
    from days
),

islands as (
    select
        source,
        utc_day,
        sum(is_first) over (partition by source order by utc_day) as island
    from steps
),

ranked as (
    select
        source,
        island,
        count(*) as days_of_island,
        row_number() over (
            partition by source order by count(*) desc, max(utc_day) desc
        ) as place
    from islands
    group by source, island
),

far_days as (
    select
        islands.source,
        islands.utc_day
    from islands
    inner join ranked on islands.source = ranked.source and islands.island = ranked.island
    where ranked.place > 1 and ranked.days_of_island <= 10
),

delivery as (
    select
        facts.*,
        far_days.utc_day is not null as is_far
    from facts
    left join far_days on facts.source = far_days.source and facts.utc_day = far_days.utc_day
),

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
    found.revenue,
    found.currency,
    found.native_currency
from found
inner join campaigns on found.campaign_key = campaigns.campaign_key
inner join creatives on found.creative_key = creatives.creative_key
inner join placements on found.placement_key = placements.placement_key

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
    null as revenue,
    null as currency,
    null as native_currency
from told
