{{ config(
    enabled=ad_metrics.is_on('ad_events'),
    **ad_metrics.by_key('campaign_id')
) }}
-- The reach of each campaign's lifetime: of the smallest hashes of all its days, as many as a day
-- keeps. If these are not all that it has, the largest of them tells how densely hashes lie, and so
-- how many there are from 0 to 2^60. Only campaigns with a day that was counted anew are merged;
-- `made_from` changes with any of a campaign's days, and is null of one that has none any more.
{%- set size = ad_metrics.reach_sketch_size() %}
{%- set text = ad_metrics.type_text() %}
with

days as (select * from {{ ref('ad_metrics', 'int_ad_events__reach_days') }}),

day_builds as (
    select
        date_day,
        made_from
    from days
    where made_from is not null
),

summed as (
    select
        days.campaign_id,
        cast(
            sum({{ ad_metrics.row_hash(['days.date_day', 'day_builds.made_from']) }}) as {{ text }}
        ) as made_from,
        min(days.date_day) as first_day,
        max(days.date_day) as last_day,
        cast(sum(days.impressions) as bigint) as impressions,
        cast(sum(days.impressions_without_user) as bigint) as impressions_without_user
    from days
    inner join day_builds on days.date_day = day_builds.date_day
    where days.reach is not null
    group by days.campaign_id
),

changed as (
    {%- if is_incremental() %}
    select
        coalesce(summed.campaign_id, before.campaign_id) as campaign_id,
        summed.made_from,
        summed.first_day,
        summed.last_day,
        summed.impressions,
        summed.impressions_without_user
    from summed
    full outer join {{ this }} as before on summed.campaign_id = before.campaign_id
    where coalesce(summed.made_from, '') <> coalesce(before.made_from, '')
    {%- else %}
    select * from summed
    {%- endif %}
),

user_hashes as (
    select distinct
        days.campaign_id,
        days.user_hash
    from days
    inner join changed on days.campaign_id = changed.campaign_id
    where days.user_hash is not null
),

ranked as (
    select
        campaign_id,
        user_hash,
        row_number() over (partition by campaign_id order by user_hash) as place
    from user_hashes
),

smallest as (
    select
        campaign_id,
        count(*) as users,
        max(user_hash) as largest
    from ranked
    where place <= {{ size }}
    group by campaign_id
)

select
    changed.campaign_id,
    changed.made_from,
    changed.first_day,
    changed.last_day,
    changed.impressions,
    changed.impressions_without_user,
    coalesce(smallest.users, 0) < {{ size }} as is_exact,
    cast(
        case
            when coalesce(smallest.users, 0) < {{ size }} then coalesce(smallest.users, 0)
            else floor(
                cast({{ (size - 1) * 2 ** 60 }} as {{ ad_metrics.type_double() }})
                / nullif(smallest.largest, 0) + 0.5
            )
        end as bigint
    ) as reach
from changed
left join smallest on changed.campaign_id = smallest.campaign_id
