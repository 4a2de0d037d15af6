-- Rows of the facts that count as they are, though they may be sums of other rows: what is named
-- like a total, and what stands beside its own parts. A total that comes to the sum of its parts
-- has been left out before; of these nobody knows which is right.
{%- set total = 'It is named like a row of sums, but its figures were not found to be the sum of'
    ~ ' the other rows of its account and day, so it counts as a campaign of its own. If it is a'
    ~ ' total, take it out of the export.' %}
{%- set level = 'The campaign or ad group has a row of its own and rows of its parts on this day,'
    ~ ' which do not add up to it; both count. Export one level only, or take out the one that is'
    ~ ' not meant.' %}
{%- set breakdown = 'The ad has a row of its own and rows by country or device on this day, which'
    ~ ' do not add up to it; both count. Export one of them only.' %}

with

delivery as (
    select * from {{ ref('fct_delivery') }}
    where source = 'marketing_spend'
),

ads as (
    select distinct
        {{ ad_metrics.key("'marketing_spend'", 'campaign_id') }} as campaign_key,
        {{ ad_metrics.key("'marketing_spend'", 'creative_id') }} as creative_key,
        ad_group_id,
        ad_id,
        looks_like_a_total
    from {{ ref('int_marketing_spend__ads') }}
),

-- Few campaigns have several levels, and only theirs are looked at day by day.
levels as (
    select
        whole.creative_key as whole_key,
        part.creative_key as part_key
    from ads as whole
    inner join ads as part
        on
            whole.campaign_key = part.campaign_key
            and whole.creative_key <> part.creative_key
            and (whole.ad_group_id is null or whole.ad_group_id = part.ad_group_id)
    where
        whole.ad_id is null
        and not whole.looks_like_a_total
        and not part.looks_like_a_total
),

wholes as (
    select
        levels.whole_key as creative_key,
        delivery.date_day,
        delivery.native_currency
    from levels
    inner join delivery on levels.part_key = delivery.creative_key
    group by levels.whole_key, delivery.date_day, delivery.native_currency
),

broken_down as (
    select
        creative_key,
        date_day,
        native_currency,
        max(country) as any_country,
        max(device) as any_device
    from delivery
    where country is not null or device is not null
    group by creative_key, date_day, native_currency
)

select
    delivery.*,
    'named like a total' as reason,
    '{{ total }}' as what_to_do
from delivery
inner join ads on delivery.creative_key = ads.creative_key
where ads.looks_like_a_total

union all

select
    delivery.*,
    'whole beside its parts' as reason,
    '{{ level }}' as what_to_do
from delivery
inner join wholes
    on
        delivery.creative_key = wholes.creative_key
        and delivery.date_day = wholes.date_day
        and delivery.native_currency = wholes.native_currency

union all

select
    delivery.*,
    'whole beside its breakdown' as reason,
    '{{ breakdown }}' as what_to_do
from delivery
inner join broken_down
    on
        delivery.creative_key = broken_down.creative_key
        and delivery.date_day = broken_down.date_day
        and delivery.native_currency = broken_down.native_currency
where
    (delivery.country is null and broken_down.any_country is not null)
    or (delivery.device is null and broken_down.any_device is not null)
