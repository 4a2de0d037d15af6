{{ config(materialized='incremental', **ad_metrics.by_day('raw_day')) }}

{%- set next_day = dbt.dateadd('day', 1, dbt.date_trunc('day', 'gone.hour_at')) %}
{%- set next_month = dbt.dateadd('month', 1, dbt.date_trunc('month', 'gone.hour_at')) %}

{%- set kept_when %}
    (
        gone.verdict = 'deleted'
        -- What is older than all the server has was pruned there, or is not in this extract.
        or gone.hour_at < <first time>
        or {{ ad_metrics.is_deleted_at_revive('gone.creative_id', 'gone.placement_id') }}
    )
    -- Not if it is there under another key: written anew, or condensed into its day or month.
    and not exists (
        select 1
        from read_rows as written
        where
            written.creative_id = gone.creative_id
            and written.placement_id = gone.placement_id
            and (
                written.hour_at = gone.hour_at
                or (
                    gone.verdict = 'staged'
                    and (
                        (
                            written.hour_at = {{ dbt.date_trunc('day', 'gone.hour_at') }}
                            and written.updated_at >= {{ next_day }}
                        )
                        or (
                            written.hour_at = {{ dbt.date_trunc('month', 'gone.hour_at') }}
                            and written.updated_at >= {{ next_month }}
                        )
                    )
                )
            )
    )
{%- endset %}

{{ ad_metrics.judged(
    'revive',
    'data_summary_ad_hourly',
    key='data_summary_ad_hourly_id',
    kept_when=kept_when,
    day='date_time',
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
