{#- Stops the build where spend would count more than once: where several rows of one day and ad,
    told apart by conversion type or attribution window, each have investment, impressions or
    clicks; and where two tables, or two names of one platform, have the same campaign on the same
    day. -#}
{% test spend_counts_once(model) %}

{%- set text = ad_metrics.type_text() %}
{%- set family = ad_metrics.platform_family('platform') %}
{%- set problems %}
with

typed as (
    select distinct
        date_day,
        platform,
        account_id,
        campaign_id
    from {{ model }}
    where
        (conversion_type is not null or attribution_window is not null)
        and {{ ad_metrics.spend_is_counted() }}
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
        spend.device,
        spend.currency
    having
        count(
            distinct coalesce(spend.conversion_type, '') || '|'
            || coalesce(spend.attribution_window, '')
        ) > 1
),

accounts as (
    select distinct
        {{ family }} as family,
        platform,
        account_id,
        layout
    from {{ model }}
),

-- Few accounts are in two tables, or under two names, and only theirs are looked at day by day.
shared_accounts as (
    select
        family,
        account_id
    from accounts
    group by family, account_id
    having count(*) > 1
),

campaign_days as (
    select distinct
        spend.date_day,
        shared_accounts.family,
        spend.platform,
        spend.account_id,
        spend.campaign_id,
        spend.layout as table_name
    from {{ model }} as spend
    inner join shared_accounts
        on
            {{ ad_metrics.platform_family('spend.platform') }} = shared_accounts.family
            and spend.account_id = shared_accounts.account_id
),

told_twice as (
    select
        family,
        account_id,
        campaign_id,
        date_day
    from campaign_days
    group by family, account_id, campaign_id, date_day
    having count(*) > 1
),

told_by as (
    select
        campaign_days.family,
        campaign_days.account_id,
        campaign_days.platform,
        campaign_days.table_name,
        min(campaign_days.date_day) as first_day,
        max(campaign_days.date_day) as last_day,
        count(distinct campaign_days.date_day) as days
    from campaign_days
    inner join told_twice
        on
            campaign_days.family = told_twice.family
            and campaign_days.account_id = told_twice.account_id
            and campaign_days.campaign_id = told_twice.campaign_id
            and campaign_days.date_day = told_twice.date_day
    group by
        campaign_days.family,
        campaign_days.account_id,
        campaign_days.platform,
        campaign_days.table_name
)

select
    'Campaign ' || campaign_id || ' of ' || platform || ' on '
    || cast(min(date_day) as {{ text }})
    || ' has investment, impressions or clicks in several rows of different conversion types or'
    || ' windows: leave them empty in all rows but one' as problem
from parts
group by platform, campaign_id

union all

select
    'Account ' || account_id || ' of ' || {{ ad_metrics.sorted_list('platform') }} || ' is in '
    || case
        when count(distinct table_name) > 1 then 'two tables of spend'
        else 'one table under two names of its platform'
    end
    || ', with the same campaigns from ' || cast(min(first_day) as {{ text }})
    || ' to ' || cast(max(last_day) as {{ text }})
    || ' (' || cast(max(days) as {{ text }}) || case when max(days) = 1 then ' day' else ' days' end
    || '), in ' || {{ ad_metrics.sorted_list('table_name') }}
    || ': keep one of them, and take the account out of the other' as problem
from told_by
group by family, account_id
{%- endset %}

{{ ad_metrics.stop_build(problems, 'Nothing was built from it', 'Spend would count twice. ') }}

{% endtest %}
