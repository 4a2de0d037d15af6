{{ config(enabled=ad_metrics.is_on('marketing_spend'), meta={'side': 'bought'}) }}
-- Marketing spend in the columns that every source's delivery has: one row per day, campaign, ad,
-- country, device and currency, of the days that this build restates.
{%- set types = ad_metrics.told_measures() %}
with

restated_days as (
    select utc_day
    from {{ ref('ad_metrics', 'int_restated_days') }}
    where source = 'marketing_spend'
),

spend as (
    select
        date_day,
        platform,
        account_id,
        campaign_id,
        ad_group_id,
        ad_id,
        country,
        device,
        currency,
        advertiser_name,
        {%- for measure in ad_metrics.spend_measures() %}
        {{ measure }},
        {%- endfor %}
        {{ ad_metrics.row_hash([
            'date_day', 'platform', 'account_id', 'campaign_id', 'ad_group_id', 'ad_id', 'country',
            'device', 'currency',
        ]) }} as key_hash
    from {{ ref('ad_metrics', 'int_marketing_spend__rows') }}
    where
        {{ ad_metrics.spend_is_counted() }}
        and date_day in (select restated_days.utc_day from restated_days)
),

-- Most platforms give one row already; only what stands in several is summed.
repeated_keys as (
    select key_hash as repeated_key
    from spend
    group by key_hash
    having count(*) > 1
),

summed as (
    select
        spend.date_day,
        spend.platform,
        spend.account_id,
        spend.campaign_id,
        spend.ad_group_id,
        spend.ad_id,
        spend.country,
        spend.device,
        spend.currency,
        spend.advertiser_name,
        {%- for measure in ad_metrics.spend_measures() %}
        spend.{{ measure }},
        {%- endfor %}
        cast(1 as bigint) as source_rows
    from spend
    left join repeated_keys on spend.key_hash = repeated_keys.repeated_key
    where repeated_keys.repeated_key is null

    union all

    select
        spend.date_day,
        spend.platform,
        spend.account_id,
        spend.campaign_id,
        spend.ad_group_id,
        spend.ad_id,
        spend.country,
        spend.device,
        spend.currency,
        spend.advertiser_name,
        {%- for measure in ad_metrics.spend_measures() %}
        cast(sum(spend.{{ measure }}) as {{ types[measure] }}) as {{ measure }},
        {%- endfor %}
        cast(count(*) as bigint) as source_rows
    from spend
    inner join repeated_keys on spend.key_hash = repeated_keys.repeated_key
    group by
        spend.date_day,
        spend.platform,
        spend.account_id,
        spend.campaign_id,
        spend.ad_group_id,
        spend.ad_id,
        spend.country,
        spend.device,
        spend.currency,
        -- One to an account, so it adds no group.
        spend.advertiser_name
),

keyed as (
    select
        *,
        {{ ad_metrics.spend_campaign_id() }} as campaign_key_id
    from summed
)

select
    {{ ad_metrics.output('delivery', {
        'hour_at': 'date_day',
        'period_grain': "'day'",
        'platform': 'platform',
        'campaign_id': 'campaign_key_id',
        'advertiser_id': ad_metrics.spend_advertiser_id(),
        'creative_id': ad_metrics.spend_creative_id('campaign_key_id'),
        'placement_id': 'platform',
        'website_id': 'platform',
        'country': 'country',
        'device': 'device',
        'currency': 'currency',
        'source_rows': 'source_rows',
    }, same=ad_metrics.spend_measures()) }}
from keyed
