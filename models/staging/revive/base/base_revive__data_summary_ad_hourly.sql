{{ config(
    enabled=ad_metrics.is_on('revive'),
    materialized='incremental',
    **ad_metrics.by_day('raw_day')
) }}

{%- set known_days = ad_metrics.days_known_at_revive() %}

{#- The start of the period of each kind of row. -#}
{%- set starts = {} %}
{%- for period in ['day', 'month'] %}
{%- do starts.update({period: {
    'gone': dbt.date_trunc(period, 'gone.hour_at'),
    'written': dbt.date_trunc(period, 'written.hour_at'),
    'other': dbt.date_trunc(period, 'other.hour_at'),
}}) %}
{%- endfor %}

{#- Whether a row of the same banner and zone was read that meets a condition. -#}
{%- set is_written -%}
        exists (
            select 1
            from read_rows as written
            where
                written.creative_id = gone.creative_id
                and written.placement_id = gone.placement_id
                and <condition>
        )
{%- endset %}

{#- Whether the period of a row has hours now: of banners that the server still has. An orphan that
    arrives late says nothing of its day. -#}
{%- set has_hours -%}
        exists (
            select 1
            from read_rows as other
            inner join {{ ref('ad_metrics', 'base_revive__banners') }} as banners
                on other.creative_id = banners.creative_id and banners.verdict = 'staged'
            where
                other.verdict = 'staged'
                and <start of other> = <start of gone>
                and other.hour_at > <start of other>
        )
{%- endset %}

{#- Whether the last build knew a row for one of a condensed period. -#}
{%- set is_condensed -%}
        exists (
            select 1
            from {{ known_days }} as known
            where
                known.period_grain = '<period>'
                and known.utc_day = gone.raw_day
                and known.deleted_creative_id
                = case when gone.verdict = 'deleted' then gone.creative_id else '' end
        )
        and gone.hour_at = <start of gone>
{%- endset %}

{%- set kept_when %}
    (
        gone.verdict = 'deleted'
        -- What is older than all the server has was pruned there, or is not in this extract.
        or gone.hour_at < <first time>
        or {{ ad_metrics.is_deleted_at_revive('gone.creative_id', 'gone.placement_id') }}
    )
    -- Not if it is there under another key: written anew,
    and not {{ is_written.replace('<condition>', 'written.hour_at = gone.hour_at') }}
{% for period, start in starts.items() %}
    -- or condensed into its {{ period }}. What was deleted before is not in there, unless it is
    -- back, or was never known as anything that could be deleted.
    and not (
        {{ is_written.replace(
            '<condition>',
            'written.hour_at = ' ~ start.gone ~ ' and written.updated_at >= '
            ~ dbt.dateadd(period, 1, 'written.hour_at')
        ) }}
        and not {{ has_hours
            | replace('<start of gone>', start.gone) | replace('<start of other>', start.other) }}
        and (
            gone.verdict = 'staged'
            or not ({{ ad_metrics.is_deleted_at_revive('gone.creative_id', 'gone.placement_id') }})
            or not exists (
                select 1
                from {{ ref('ad_metrics', 'base_revive__banners') }} as banners
                where banners.creative_id = gone.creative_id
            )
        )
    )
{% if known_days %}
    -- The other way round, after a backup was restored: the hours of a condensed {{ period }}.
    and not (
        {{ is_condensed | replace('<period>', period) | replace('<start of gone>', start.gone) }}
        and {{ has_hours
            | replace('<start of gone>', start.gone) | replace('<start of other>', start.other) }}
        and {{ is_written.replace(
            '<condition>',
            start.written ~ ' = ' ~ start.gone ~ ' and written.hour_at > ' ~ start.written
        ) }}
    )
{% endif %}
{% endfor %}
{%- endset %}
{%- set month_of_row = dbt.date_trunc('month', 'hour_at') %}

{{ ad_metrics.judged(
    'revive',
    'data_summary_ad_hourly',
    key='data_summary_ad_hourly_id',
    kept_when=kept_when,
    day='date_time',
    tied_by_month='hour_at = ' ~ month_of_row ~ ' and updated_at >= '
        ~ dbt.dateadd('month', 1, 'hour_at'),
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
