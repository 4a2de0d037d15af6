-- Days of campaigns of which a measure is not known, in a row of a mart that has it of others: the
-- rate over both takes what is not known for none. One row per day, campaign, currency and measure,
-- with the impressions and the investment of which nobody tells it.
{%- set effects = {
    'impressions': 'a rate per impression divides their investment by nothing',
    'clicks': 'a rate per click, and CTR, count none for them',
    'conversions': 'a rate per conversion counts none for them',
    'conversion_value': 'ROAS counts none for them',
    'investment': 'CPT and the like count none for them',
} %}
{%- set measures = effects | list %}
{#- Without a conversion there is no value to know. #}
{%- set is_unknown = {'conversion_value': 'coalesce(conversions, 1) <> 0 and '} %}

with

delivery as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

-- The facts are gone through once, and what follows is about days.
campaign_days as (
    select
        source,
        platform,
        date_day,
        advertiser_key,
        campaign_key,
        currency,
        native_currency,
        min(hour_at) as hour_at,
        max(case when period_grain = 'month' then 1 else 0 end) as is_month,
        count(revenue) as with_revenue
        {%- for measure in measures %}
        {%- set unknown = is_unknown.get(measure, '') ~ measure ~ ' is null' %},
        count({{ measure }}) as with_{{ measure }},
        sum(case when {{ unknown }} then 1 else 0 end) as without_{{ measure }},
        sum(case when {{ unknown }} then impressions end) as impressions_without_{{ measure }},
        sum(case when {{ unknown }} then clicks end) as clicks_without_{{ measure }},
        sum(case when {{ unknown }} then conversions end) as conversions_without_{{ measure }},
        sum(case when {{ unknown }} then investment end) as investment_without_{{ measure }}
        {%- endfor %}
    from delivery
    group by
        source, platform, date_day, advertiser_key, campaign_key, currency, native_currency
),

beside as (
    select
        *,
        {%- for measure in measures %}
        -- In a campaign's total, and in a day of its platform and of its advertiser.
        greatest(
            sum(with_{{ measure }}) over (partition by campaign_key, currency),
            sum(with_{{ measure }}) over (partition by source, platform, date_day, currency),
            sum(with_{{ measure }}) over (partition by advertiser_key, date_day, currency)
        ) as with_{{ measure }}_beside,
        {%- endfor %}
        sum(with_revenue) over (partition by source) as source_with_revenue
    from campaign_days
)

{% for measure in measures -%}
select
    source,
    platform,
    hour_at,
    case when is_month = 1 then 'month' else 'day' end as period_grain,
    date_day,
    campaign_key,
    '{{ measure | replace('_', ' ') }} not known of a part' as reason,
    'Nobody tells {{ measure | replace('_', ' ') }} of these impressions and this investment, but'
    || ' of others in the same total: {{ effects[measure] }}. Have the platform tell it, or look at'
    || ' the rate without them.' as what_to_do,
    cast(impressions_without_{{ measure }} as bigint) as impressions,
    cast(clicks_without_{{ measure }} as bigint) as clicks,
    cast(conversions_without_{{ measure }} as {{ ad_metrics.type_quantity() }}) as conversions,
    cast(investment_without_{{ measure }} as {{ ad_metrics.type_money() }}) as investment,
    currency,
    native_currency
from beside
where
    without_{{ measure }} > 0
    and with_{{ measure }}_beside > 0
    {%- if measure == 'investment' %}
    -- Who earns knows of a campaign without a price that it has none.
    and source_with_revenue = 0
    {%- endif %}
{%- if not loop.last %}

union all

{% endif %}
{%- endfor %}
