-- The UTC days whose facts this build writes anew, and why. A day's fingerprint is made of all that
-- its facts are made from: delivery, conversions, campaigns, rates in force, costs, exchange rates
-- and settings. A day is restated where that differs from what its facts were made from, where
-- delivery came or went, and if it is recent. The first setting counts the versions of the facts'
-- own columns: what an earlier version of this package built is written anew.
{%- set settings = '5 ' ~ ad_metrics.setting('reporting_timezone')
    ~ ' ' ~ ad_metrics.setting('revenue_basis')
    ~ ' ' ~ ad_metrics.setting('reporting_currency') %}
{%- set midnight = 'cast(source_days.utc_day as timestamp)' %}
{%- set next_midnight = dbt.dateadd('day', 1, midnight) %}
{#- An ad server's day says itself whom it was delivered for. -#}
{%- set advertiser_key = 'case when keyed.advertiser_id is null then campaigns.advertiser_key else '
    ~ ad_metrics.key('keyed.source', 'keyed.advertiser_id') ~ ' end' %}
{%- set window = ad_metrics.setting('restatement_window_days') %}

with

delivery as (select * from {{ ref('ad_metrics', 'int_delivery_days') }}),

campaigns as (select * from {{ ref('ad_metrics', 'int_campaigns') }}),

rates as (select * from {{ ref('ad_metrics', 'int_campaign_rates') }}),

costs as (select * from {{ ref('ad_metrics', 'int_placement_costs') }}),

keyed as (
    select
        *,
        {{ ad_metrics.key('source', 'campaign_id') }} as campaign_key
    from delivery
),

priced_days as (
    select distinct
        source,
        utc_day,
        campaign_key
    from keyed
),

currency_days as (
    select distinct
        source,
        utc_day,
        currency,
        has_hours
    from keyed
),

source_days as (
    select distinct
        source,
        utc_day
    from keyed
),

hashed as (
    select
        keyed.source,
        keyed.utc_day,
        {{ ad_metrics.row_hash([
            'keyed.creative_id', 'keyed.fingerprint', 'keyed.campaign_key',
            advertiser_key, 'keyed.currency',
        ]) }} as row_hash
    from keyed
    left join campaigns on keyed.campaign_key = campaigns.campaign_key

    union all

    select
        priced_days.source,
        priced_days.utc_day,
        {{ ad_metrics.row_hash([
            'rates.campaign_key', 'rates.pricing_model', 'rates.rate', 'rates.valid_from',
        ]) }} as row_hash
    from priced_days
    inner join rates
        on
            priced_days.campaign_key = rates.campaign_key
            and (
                rates.valid_from is null
                or rates.valid_from
                < {{ dbt.dateadd('day', 1, 'cast(priced_days.utc_day as timestamp)') }}
            )
            and (
                rates.valid_to is null
                or rates.valid_to > cast(priced_days.utc_day as timestamp)
            )

    union all

    select
        source_days.source,
        source_days.utc_day,
        -- Of when it holds, only what is within the day.
        {{ ad_metrics.row_hash([
            'costs.placement_key', 'costs.cost_key', 'costs.cost_type', 'costs.cost',
            'case when costs.valid_from > ' ~ midnight ~ ' then costs.valid_from end',
            'case when costs.valid_to < ' ~ next_midnight ~ ' then costs.valid_to end',
        ]) }} as row_hash
    from source_days
    inner join costs
        on
            costs.placement_key like source_days.source || ':%'
            and (
                costs.valid_from is null
                or costs.valid_from < {{ next_midnight }}
            )
            and (
                costs.valid_to is null
                or costs.valid_to > {{ midnight }}
            )

    union all

    -- Where any cost is known, at whatever time, what has none costs nothing; else it is not known.
    select
        source,
        utc_day,
        {{ ad_metrics.row_hash(["'costs are known'"]) }} as row_hash
    from source_days
    where (select count(*) from costs) > 0

    {% if ad_metrics.is_on('exchange_rates') -%}
    union all

    -- The hours of a UTC day, if it has any, may lie in the local days beside it.
    select
        currency_days.source,
        currency_days.utc_day,
        {{ ad_metrics.row_hash([
            'exchange_rates.currency', 'exchange_rates.date_day', 'exchange_rates.numerator',
            'exchange_rates.denominator',
        ]) }} as row_hash
    from currency_days
    inner join {{ ref('ad_metrics', 'int_exchange_rates') }} as exchange_rates
        on
            currency_days.currency = exchange_rates.currency
            and exchange_rates.date_day
            between {{ dbt.dateadd('day', -1, 'currency_days.utc_day') }}
            and {{ dbt.dateadd('day', 1, 'currency_days.utc_day') }}
            and (
                currency_days.utc_day = exchange_rates.date_day
                or currency_days.has_hours
            )
    {%- endif %}
),

days as (
    select
        source,
        utc_day,
        cast(sum(row_hash) as {{ ad_metrics.type_text() }}) || ' {{ settings }}' as fingerprint
    from hashed
    group by source, utc_day
),

facts as (
    {%- if ad_metrics.has_fact_days() %}
    select * from {{ ad_metrics.fact_days() }}
    {%- else %}
    select * from days
    where false
    {%- endif %}
),

newest as (
    select
        source,
        max(utc_day) as utc_day
    from days
    group by source
),

compared as (
    select
        coalesce(days.source, facts.source) as source,
        coalesce(days.utc_day, facts.utc_day) as utc_day,
        days.fingerprint,
        case
            when days.utc_day is null then 'without delivery now'
            when facts.utc_day is null then 'new'
            when days.fingerprint <> facts.fingerprint then 'changed'
            when days.utc_day > {{ dbt.dateadd('day', '-' ~ window, 'newest.utc_day') }}
                then 'recent'
        end as reason
    from days
    full outer join facts on days.source = facts.source and days.utc_day = facts.utc_day
    left join newest on days.source = newest.source
)

select *
from compared
where reason is not null
