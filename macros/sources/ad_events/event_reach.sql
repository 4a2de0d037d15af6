{#- How many of the smallest hashes of its users a campaign's day keeps. A campaign with fewer users in all is known exactly; of others the number is estimated with a
    relative standard error of 1 / sqrt(size - 2). -#}
{%- macro reach_sketch_size() -%}{{ return(1024) }}{%- endmacro -%}


{#- The columns of int_ad_events__reach_days. -#}
{%- macro reach_day_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'date_day': 'date', 'campaign_id': text, 'impressions': 'bigint', 'impressions_without_user': 'bigint', 'reach': 'bigint', 'user_hash': 'bigint',
        'made_from': text,
    }) }}
{%- endmacro -%}


{#- The days of the reporting time zone whose reach is to be counted anew: [{'day', 'utc_days', 'made_from'}]; `made_from` names the builds that judged the UTC
    days which it lies in. Days that are closed stay as they are. -#}
{%- macro changed_reach_days(counted) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set builds = {} -%}
    {%- set closed = [] -%}
    {%- for row in run_query(
        'select cast(raw_day as ' ~ text ~ ") as raw_day, max(judged_in) as judged_in, max(case when verdict = 'closed' then 1 else 0 end) as is_closed from "
        ~ ref('ad_metrics', 'base_ad_events') ~ " where verdict in ('day', 'closed') and raw_day <> cast('0001-01-01' as date) group by raw_day"
    ).rows -%}
        {%- do builds.update({row['raw_day']: row['judged_in']}) -%}
        {%- do closed.append(row['raw_day']) if row['is_closed'] | int -%}
    {%- endfor -%}
    {%- set before = {} -%}
    {%- if counted -%}
        {%- for row in run_query('select cast(date_day as ' ~ text ~ ') as date_day, made_from from ' ~ counted ~ ' where made_from is not null').rows -%}
            {%- do before.update({row['date_day']: row['made_from']}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set zone = modules.pytz.timezone(ad_metrics.setting('reporting_timezone')) -%}
    {%- set candidates = before.keys() | list -%}
    {%- for utc_day in builds -%}
        {%- for days in [-1, 0, 1] -%}
            {%- do candidates.append(ad_metrics._day_after(utc_day, days)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set changed = [] -%}
    {%- for day in candidates | unique | sort -%}
        {%- set midnight = modules.datetime.datetime.fromisoformat(day) -%}
        {%- set starts_at = zone.localize(midnight).astimezone(modules.pytz.utc) -%}
        {%- set ends_at = zone.localize(midnight + modules.datetime.timedelta(days=1)).astimezone(modules.pytz.utc) -%}
        {%- set utc_days = [] -%}
        {%- for utc_day in [starts_at.date() | string, (ends_at - modules.datetime.timedelta(seconds=1)).date() | string] | unique if utc_day in builds -%}
            {%- do utc_days.append(utc_day) -%}
        {%- endfor -%}
        {%- set made_from = [ad_metrics.setting('reporting_timezone'), ad_metrics.reach_sketch_size()] -%}
        {%- for utc_day in utc_days -%}
            {%- do made_from.append(builds[utc_day]) -%}
        {%- endfor -%}
        {%- set made_from = made_from | join(' ') if utc_days else '' -%}
        {%- if made_from != before.get(day, '') and not utc_days | select('in', closed) | list -%}
            {%- do changed.append({
                'day': day, 'utc_days': utc_days, 'made_from': made_from,
                'starts_at': starts_at.strftime('%Y-%m-%d %H:%M:%S'), 'ends_at': ends_at.strftime('%Y-%m-%d %H:%M:%S'),
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(changed) }}
{%- endmacro -%}


{#- A day's reach. Copies of an event are the same user's, so they are not looked for. -#}
{%- macro reach_of_day(plan, day) -%}
{%- set columns = ad_metrics.reach_day_columns() -%}
{%- set text = ad_metrics.type_text() -%}
with

{% if day.utc_days -%}
{{ ad_metrics._event_rows(plan, {'days': day.utc_days}, 'impressions') }},

seen as (
    select
        campaign_id,
        user_id,
        count(*) as impressions
    from impressions_events
    where
        is_fine
        and not is_invalid
        and event_at >= cast('{{ day.starts_at }}' as timestamp)
        and event_at < cast('{{ day.ends_at }}' as timestamp)
    group by campaign_id, user_id
),

hashed as (
    select
        campaign_id,
        {{ ad_metrics.uniform_hash('user_id') }} as user_hash
    from seen
    where user_id is not null
),

ranked as (
    select
        campaign_id,
        user_hash,
        row_number() over (partition by campaign_id order by user_hash) as place
    from hashed
),
{%- endif %}

counted as (
    select cast('{{ day.made_from }}' as {{ text }}) as made_from
)

{{ ad_metrics.typed_row(columns, {'date_day': "'" ~ day.day ~ "'", 'made_from': 'made_from'}) }}
from counted
{%- if day.utc_days %}

union all

{{ ad_metrics.typed_row(columns, {
    'date_day': "'" ~ day.day ~ "'", 'campaign_id': 'campaign_id', 'reach': 'count(user_id)',
    'impressions': 'coalesce(sum(case when user_id is not null then impressions end), 0)',
    'impressions_without_user': 'coalesce(sum(case when user_id is null then impressions end), 0)',
}) }}
from seen
group by campaign_id

union all

{{ ad_metrics.typed_row(columns, {'date_day': "'" ~ day.day ~ "'", 'campaign_id': 'campaign_id', 'user_hash': 'user_hash'}) }}
from ranked
where place <= {{ ad_metrics.reach_sketch_size() }}
{%- endif %}
{%- endmacro -%}
