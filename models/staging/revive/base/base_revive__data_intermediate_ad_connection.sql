{{ config(
    enabled=ad_metrics.is_on('revive'),
    materialized='incremental',
    **ad_metrics.by_day('raw_day')
) }}

{%- set kept_when %}
    gone.verdict = 'deleted'
    -- What is older than all the server has was pruned there, or is not in this extract.
    or gone.converted_at < (
        select min(hour_at)
        from {{ ref('ad_metrics', 'base_revive__data_summary_ad_hourly') }}
        where verdict = 'staged'
    )
    or {{ ad_metrics.is_deleted_at_revive('gone.creative_id', 'gone.placement_id') }}
{%- endset %}

{{ ad_metrics.judged(
    'revive',
    'data_intermediate_ad_connection',
    key='data_intermediate_ad_connection_id',
    kept_when=kept_when,
    day='tracker_date_time',
    columns=[
        ad_metrics.id_column('data_intermediate_ad_connection_id', 'conversion_id'),
        ad_metrics.time_column('tracker_date_time', 'converted_at'),
        ad_metrics.time_column('connection_date_time', 'attributed_at', required=false),
        ad_metrics.id_column('tracker_id', 'tracker_id'),
        ad_metrics.id_column('ad_id', 'creative_id'),
        ad_metrics.id_column('zone_id', 'placement_id'),
        ad_metrics.code_column('connection_action', 'conversion_action', required=false, words={
            '0': 'impression', '1': 'click', '2': 'arrival', '4': 'manual',
        }),
        ad_metrics.code_column('connection_status', 'conversion_status', counts=true, words={
            '1': 'ignored', '2': 'pending', '3': 'on hold',
            '4': 'approved', '5': 'disapproved', '6': 'duplicate',
        }),
        ad_metrics.code_column('inside_window', 'is_inside_window', counts=true, words={
            '0': 'no', '1': 'yes', 'false': 'no', 'true': 'yes',
        }),
        ad_metrics.time_column('updated', 'updated_at', required=false),
    ],
) }}
