{#- Stops the build where spend would count more than once: where several rows of one day and ad, told apart by conversion type or attribution
    window, each have investment, impressions or clicks; and where two tables have the same campaign on the same day. -#}
{% test spend_counts_once(model, other_tables) %}

{%- set text = ad_metrics.type_text() %}
{%- set tables = [model] + other_tables %}
{%- set problems %}
with

typed as (
    select distinct
        date_day,
        platform,
        account_id,
        campaign_id
    from {{ model }}
    where (conversion_type is not null or attribution_window is not null) and {{ ad_metrics.spend_is_counted() }}
),

parts as (
    select
        spend.date_day,
        spend.platform,
        spend.campaign_id
    from {{ model }} as spend
    inner join typed
        on
            spend.date_day = typed.date_day
            and spend.platform = typed.platform
            and spend.account_id = typed.account_id
            and spend.campaign_id = typed.campaign_id
    where {{ ad_metrics.spend_is_counted() }}
    group by
        spend.date_day,
        spend.platform,
        spend.account_id,
        spend.campaign_id,
        spend.ad_group_id,
        spend.ad_id,
        spend.country,
        spend.currency
    having count(distinct coalesce(spend.conversion_type, '') || '|' || coalesce(spend.attribution_window, '')) > 1
),

accounts as (
    {%- for table in tables %}
    select distinct
        platform,
        account_id,
        {{ loop.index }} as table_number
    from {{ table }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

shared_accounts as (
    select
        platform,
        account_id
    from accounts
    group by platform, account_id
    having count(*) > 1
),

campaign_days as (
    {%- for table in tables %}
    select distinct
        spend.date_day,
        spend.platform,
        spend.account_id,
        spend.campaign_id,
        {{ loop.index }} as table_number
    from {{ table }} as spend
    inner join shared_accounts
        on spend.platform = shared_accounts.platform and spend.account_id = shared_accounts.account_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

told_twice as (
    select
        platform,
        account_id,
        date_day
    from campaign_days
    group by platform, account_id, campaign_id, date_day
    having count(*) > 1
)

select
    'Campaign ' || campaign_id || ' of ' || platform || ' on ' || cast(min(date_day) as {{ text }})
    || ' has investment, impressions or clicks in several rows of different conversion types or windows:'
    || ' leave them empty in all rows but one' as problem
from parts
group by platform, campaign_id

union all

select
    'Account ' || account_id || ' of ' || platform || ' is in two tables of spend, from ' || cast(min(date_day) as {{ text }})
    || ' to ' || cast(max(date_day) as {{ text }}) || ': keep one of them' as problem
from told_twice
group by platform, account_id
{%- endset %}

{{ ad_metrics.stop_build(problems, 'Nothing was built from it', 'Spend would count twice. ') }}

{% endtest %}
