{{ config(enabled=ad_metrics.is_on('marketing_spend'), materialized='view') }}
-- Spelled as the rows of spend are, so that an account is found however it was typed; two lines
-- that say the same are one.
with

typed as (
    {{ ad_metrics.seed_rows('advertiser_accounts', {
        'platform': ad_metrics.type_text(),
        'account_id': ad_metrics.type_text(),
        'advertiser_name': ad_metrics.type_text(),
        'currency': ad_metrics.type_text(),
    }) }}
)

select distinct
    {{ ad_metrics.platform_name('platform') }} as platform,
    {{ ad_metrics.account_number(ad_metrics.spend_id('account_id')) }} as account_id,
    nullif({{ ad_metrics.trimmed('advertiser_name') }}, '') as advertiser_name,
    nullif(upper({{ ad_metrics.trimmed('currency') }}), '') as currency
from typed
