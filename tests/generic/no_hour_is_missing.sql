{#- Stops the build at every span of hours without a row between a source's first and last delivery,
    unless known_outages has it. `periods` says which days are one period, or a month's. Hours in
    the future are no delivery yet: delivery_anomalies lists them. #}
{% test no_hour_is_missing(model, source_name, table, periods) %}

{%- set text = ad_metrics.type_text() %}
{%- set day_later = dbt.dateadd('day', 1, 'delivery.hour_at') %}
{%- set month_later = dbt.dateadd('month', 1, 'delivery.hour_at') %}
{%- set hour_later = dbt.dateadd('hour', 1, dbt.date_trunc('hour', 'delivery.hour_at')) %}
{%- set query %}
with

delivery as (
    select distinct hour_at
    from {{ model }}
    where hour_at <= {{ ad_metrics.utc_now() }}
),

delivered as (
    select
        delivery.hour_at as starts_at,
        case condensed.period_grain
            when 'month' then {{ month_later }}
            when 'day' then {{ day_later }}
            else {{ hour_later }}
        end as ends_at
    from delivery
    left join {{ periods }} as condensed
        on cast(delivery.hour_at as date) = condensed.utc_day and condensed.deleted_creative_id = ''
),

bounds as (
    select
        min(starts_at) as first_at,
        max(starts_at) as last_at
    from delivered
),

accounted_for as (
    select * from delivered
    union all
    select
        starts_at,
        ends_at
    -- A model and not the seed: a build without seeds would leave this test out.
    from {{ ref('ad_metrics', 'stg_reference__known_outages') }}
    where source = '{{ source_name }}'
),

gaps as (
    select
        max(ends_at) over (
            order by starts_at, ends_at rows between unbounded preceding and 1 preceding
        ) as starts_at,
        starts_at as ends_at
    from accounted_for
)

select
    'from ' || cast(gaps.starts_at as {{ text }})
    || ' to ' || cast(gaps.ends_at as {{ text }}) as problem
from gaps
cross join bounds
where
    gaps.ends_at > gaps.starts_at
    and gaps.starts_at > bounds.first_at
    and gaps.ends_at <= bounds.last_at
order by gaps.starts_at
{%- endset %}

{{ ad_metrics.stop_build(
    query,
    'Export these hours (UTC) again, or, if nothing was delivered in them, accept that with a line'
    ~ ' in the seed known_outages (source,starts_at,ends_at,reason) and dbt seed',
    'Source ' ~ source_name ~ ': ' ~ table ~ ' has no row '
) }}

{% endtest %}
