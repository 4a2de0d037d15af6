{#- The body of a `stg_` model of a platform whose connector leaves a raw table of spend by campaign
    and day, and the histories campaign_history and account_history: the accepted rows in the
    columns of spend_columns(), under the newest names that are known, in the currency of their
    account. `has` is SQL over `accepted` for the columns that the platform tells beside these. -#}
{%- macro connector_spend(connector, table, has) -%}
{%- set rows = ref('ad_metrics', 'base_' ~ connector ~ '__' ~ table) -%}
{%- set campaigns = ref('ad_metrics', 'base_' ~ connector ~ '__campaign_history') -%}
{%- set accounts = ref('ad_metrics', 'base_' ~ connector ~ '__account_history') -%}
{%- set columns = {
    'date_day': 'accepted.date_day',
    'platform': "'" ~ connector ~ "'",
    'account_id': 'accepted.account_id',
    'account_name': 'account_names.account_name',
    'campaign_id': 'accepted.campaign_id',
    'campaign_name': 'campaign_names.campaign_name',
    'currency': 'account_currencies.currency',
} -%}
{%- do columns.update(has) -%}
with

accepted as (
    select *
    from {{ rows }}
    where verdict = 'staged'
),

campaign_names as (
    select *
    from {{ ad_metrics.newest_known(campaigns, 'campaign_id', 'campaign_name') }} as latest
),

account_names as (
    select *
    from {{ ad_metrics.newest_known(accounts, 'account_id', 'account_name') }} as latest
),

account_currencies as (
    select *
    from {{ ad_metrics.newest_known(accounts, 'account_id', 'currency') }} as latest
)

select
    {{ ad_metrics.spend_columns(columns) }}
from accepted
left join campaign_names on accepted.campaign_id = campaign_names.campaign_id
left join account_names on accepted.account_id = account_names.account_id
left join account_currencies on accepted.account_id = account_currencies.account_id
{%- endmacro -%}
