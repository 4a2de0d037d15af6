{{ config(materialized='incremental', **ad_metrics.by_day('raw_day')) }}

{%- set known_days = ad_metrics.days_known_at_revive() %}
{%- set gone_day = dbt.date_trunc('day', 'gone.hour_at') %}
{%- set gone_month = dbt.date_trunc('month', 'gone.hour_at') %}
{%- set next_day = dbt.dateadd('day', 1, gone_day) %}
{%- set next_month = dbt.dateadd('month', 1, gone_month) %}

{#- Rows of hours, of banners that the server still has: of such a period it has the hours. An orphan
    that arrives late says nothing of its day. -#}
{%- set hours %}
    from read_rows
    where
        verdict = 'staged'
        and hour_at > <start>
        and creative_id in (
            select banners.creative_id
            from {{ ref('base_revive__banners') }} as banners
            where banners.verdict = 'staged'
        )
{%- endset %}
{%- set start_of_day = dbt.date_trunc('day', 'hour_at') %}
{%- set start_of_month = dbt.date_trunc('month', 'hour_at') %}
{%- set days_with_hours = 'select raw_day' ~ hours.replace('<start>', start_of_day) %}
{%- set months_with_hours
    = 'select ' ~ start_of_month ~ hours.replace('<start>', start_of_month) %}

{#- Whether the last build knew the row for one of a condensed period. -#}
{%- set is_condensed %}
    gone.hour_at = {{ gone_day }}
    and (
        gone.verdict = 'staged' and gone.raw_day in (
            select known.utc_day
            from {{ known_days }} as known
            where known.period_grain = '<grain>' and known.deleted_creative_id = ''
        )
        or gone.verdict = 'deleted' and exists (
            select 1
            from {{ known_days }} as known
            where
                known.period_grain = '<grain>'
                and known.utc_day = gone.raw_day
                and known.deleted_creative_id = gone.creative_id
        )
    )
{%- endset %}

{%- set kept_when %}
    (
        gone.verdict = 'deleted'
        -- What is older than all the server has was pruned there, or is not in this extract.
        or gone.hour_at < <first time>
        or {{ ad_metrics.is_deleted_at_revive('gone.creative_id', 'gone.placement_id') }}
    )
    -- Not if it is there under another key: written anew,
    and not exists (
        select 1
        from read_rows as written
        where
            written.creative_id = gone.creative_id
            and written.placement_id = gone.placement_id
            and written.hour_at = gone.hour_at
    )
    -- or condensed into its day or month. What was deleted before is not in there, unless it is
    -- back, or was never known as anything that could be deleted.
    and not (
        (
            gone.verdict = 'staged'
            or not ({{ ad_metrics.is_deleted_at_revive('gone.creative_id', 'gone.placement_id') }})
            or gone.creative_id not in (
                select banners.creative_id
                from {{ ref('base_revive__banners') }} as banners
                where banners.creative_id is not null
            )
        )
        and (
            gone.raw_day not in ({{ days_with_hours }})
            and exists (
                select 1
                from read_rows as written
                where
                    written.creative_id = gone.creative_id
                    and written.placement_id = gone.placement_id
                    and written.hour_at = {{ gone_day }}
                    and written.updated_at >= {{ next_day }}
            )
            or {{ gone_month }} not in ({{ months_with_hours }})
            and exists (
                select 1
                from read_rows as written
                where
                    written.creative_id = gone.creative_id
                    and written.placement_id = gone.placement_id
                    and written.hour_at = {{ gone_month }}
                    and written.updated_at >= {{ next_month }}
            )
        )
    )
    {%- if known_days %}
    -- The other way round, after a backup was restored: the hours of a condensed period are there.
    and not (
        {{ is_condensed.replace('<grain>', 'day') }}
        and gone.raw_day in ({{ days_with_hours }})
        and exists (
            select 1
            from read_rows as written
            where
                written.creative_id = gone.creative_id
                and written.placement_id = gone.placement_id
                and written.hour_at > gone.hour_at
                and written.hour_at < {{ next_day }}
        )
    )
    and not (
        {{ is_condensed.replace('<grain>', 'month') }}
        and {{ gone_month }} in ({{ months_with_hours }})
        and exists (
            select 1
            from read_rows as written
            where
                written.creative_id = gone.creative_id
                and written.placement_id = gone.placement_id
                and written.hour_at > gone.hour_at
                and written.hour_at < {{ next_month }}
        )
    )
    {%- endif %}
{%- endset %}

{{ ad_metrics.judged(
    'revive',
    'data_summary_ad_hourly',
    key='data_summary_ad_hourly_id',
    kept_when=kept_when,
    day='date_time',
    tied_by_month='hour_at = ' ~ start_of_month ~ ' and updated_at >= '
        ~ dbt.dateadd('month', 1, start_of_month),
    columns=[
        ad_metrics.id_column('data_summary_ad_hourly_id', 'delivery_id'),
        ad_metrics.time_column('date_time', 'hour_at'),
        ad_metrics.id_column('ad_id', 'creative_id'),
        ad_metrics.id_column('zone_id', 'placement_id'),
        ad_metrics.count_column('requests', 'requests'),
        ad_metrics.count_column('impressions', 'impressions'),
        ad_metrics.count_column('clicks', 'clicks'),
        ad_metrics.count_column('conversions', 'booked_conversions'),
        ad_metrics.money_column('total_basket_value', 'conversion_value', required=false),
        ad_metrics.signed_count_column('total_num_items', 'items', required=false),
        ad_metrics.money_column('total_revenue', 'booked_revenue', required=false),
        ad_metrics.time_column('updated', 'updated_at', required=false),
    ],
) }}
