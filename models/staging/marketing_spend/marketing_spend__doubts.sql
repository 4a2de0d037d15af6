{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
-- Delivery that counts as it is, though it may be a sum of other rows: what is named
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
{%- set kinds = [
    {
        'reason': 'named like a total',
        'what_to_do': total,
        'beside': 'ads',
        'on_the_same': [],
        'where': 'beside.looks_like_a_total',
    },
    {
        'reason': 'whole beside its parts',
        'what_to_do': level,
        'beside': 'wholes',
        'on_the_same': ['date_day', 'currency'],
        'where': 'true',
    },
    {
        'reason': 'whole beside its breakdown',
        'what_to_do': breakdown,
        'beside': 'broken_down',
        'on_the_same': ['date_day', 'currency'],
        'where': '(delivery.country is null and beside.any_country is not null)'
            ~ ' or (delivery.device is null and beside.any_device is not null)',
    },
] %}
with

spend as (
    select
        *,
        {{ ad_metrics.spend_campaign_id() }} as campaign_key_id
    from {{ ref('ad_metrics', 'int_marketing_spend__rows') }}
    where {{ ad_metrics.spend_is_counted() }}
),

delivery as (
    select distinct
        date_day,
        {{ ad_metrics.spend_creative_id('campaign_key_id') }} as creative_id,
        country,
        device,
        currency
    from spend
),

ads as (
    select distinct
        campaign_id,
        creative_id,
        ad_group_id,
        ad_id,
        looks_like_a_total
    from {{ ref('ad_metrics', 'int_marketing_spend__ads') }}
),

-- Few campaigns have several levels, and only theirs are looked at day by day.
levels as (
    select
        whole.creative_id as whole_id,
        part.creative_id as part_id
    from ads as whole
    inner join ads as part
        on
            whole.campaign_id = part.campaign_id
            and whole.creative_id <> part.creative_id
            and (whole.ad_group_id is null or whole.ad_group_id = part.ad_group_id)
    where
        whole.ad_id is null
        and not whole.looks_like_a_total
        and not part.looks_like_a_total
),

wholes as (
    select distinct
        levels.whole_id as creative_id,
        delivery.date_day,
        delivery.currency
    from levels
    inner join delivery on levels.part_id = delivery.creative_id
),

broken_down as (
    select
        creative_id,
        date_day,
        currency,
        max(country) as any_country,
        max(device) as any_device
    from delivery
    where country is not null or device is not null
    group by creative_id, date_day, currency
)

{% for kind in kinds -%}
select
    {{ ad_metrics.output('doubts', {
        'utc_day': 'delivery.date_day',
        'creative_id': 'delivery.creative_id',
        'country': 'delivery.country',
        'device': 'delivery.device',
        'currency': 'delivery.currency',
        'reason': "'" ~ kind.reason ~ "'",
        'what_to_do': "'" ~ kind.what_to_do ~ "'",
    }) }}
from delivery
inner join {{ kind.beside }} as beside
    on
        delivery.creative_id = beside.creative_id
        {%- for column in kind.on_the_same %}
        and delivery.{{ column }} = beside.{{ column }}
        {%- endfor %}
where {{ kind.where }}
{%- if not loop.last %}

union all

{% endif %}
{%- endfor %}
