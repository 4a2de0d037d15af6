{%- macro video_completion_rate(
    video_completes='sum(video_completes)', video_starts='sum(video_starts)'
) -%}
    {{ ad_metrics.ratio(video_completes, video_starts) }}
{%- endmacro -%}
