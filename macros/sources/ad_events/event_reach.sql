{#- How many of the smallest hashes of its users a campaign's day keeps. A campaign with fewer users
    in all is known exactly; of others the number is estimated with a relative standard error of
    1 / sqrt(size - 2). -#}
{%- macro reach_sketch_size() -%}{{ return(1024) }}{%- endmacro -%}


{#- The columns of int_ad_events__reach_days. -#}
{%- macro reach_day_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'date_day': 'date', 'campaign_id': text, 'impressions': 'bigint',
        'impressions_without_user': 'bigint', 'reach': 'bigint', 'user_hash': 'bigint',
        'made_from': text,
    }) }}
{%- endmacro -%}


{#- A day's reach. Copies of an event are the same user's, so they are not looked for. -#}
{%- macro reach_of_day(plan, day) -%}
{%- set columns = ad_metrics.reach_day_columns() -%}
{%- set text = ad_metrics.type_text() -%}
{%- set date_day = "'" ~ day.day ~ "'" -%}
{%- set window = ad_metrics._window_of_reach(plan, day) -%}
with

{% if day.utc_days -%}
{{ ad_metrics._event_rows(plan, window, 'impressions') }},

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

{{ ad_metrics.typed_row(columns, {'date_day': date_day, 'made_from': 'made_from'}) }}
from counted
{%- if day.utc_days %}

union all

{{ ad_metrics.typed_row(columns, {
    'date_day': date_day,
    'campaign_id': 'campaign_id',
    'reach': 'count(user_id)',
    'impressions': 'coalesce(sum(case when user_id is not null then impressions end), 0)',
    'impressions_without_user':
        'coalesce(sum(case when user_id is null then impressions end), 0)',
}) }}
from seen
group by campaign_id

union all

{{ ad_metrics.typed_row(columns, {
    'date_day': date_day, 'campaign_id': 'campaign_id', 'user_hash': 'user_hash',
}) }}
from ranked
where place <= {{ ad_metrics.reach_sketch_size() }}
{%- endif %}
{%- endmacro -%}


{#- The UTC days that a day lies in, to be read. Files of a closed day before them are gone. -#}
{%- macro _window_of_reach(plan, day) -%}
    {%- set window = {'days': day.utc_days} -%}
    {%- if day.utc_days -%}
        {%- do ad_metrics.add_loads_of_window(
            window, ref('ad_metrics', 'base_ad_events__read'), 'not is_late'
        ) -%}
    {%- endif -%}
    {%- set files = plan.sources.impressions.states if plan.sources -%}
    {%- if files and window.loads -%}
        {%- do window.loads.update({
            'impressions': window.loads.get('impressions', []) | select('in', files) | list
        }) -%}
    {%- endif -%}
    {{ return(window) }}
{%- endmacro -%}
