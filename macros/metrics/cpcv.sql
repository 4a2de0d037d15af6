{%- macro cpcv(investment='sum(investment)', video_completes='sum(video_completes)') -%}
    {{ ad_metrics.ratio(investment, video_completes) }}
{%- endmacro -%}
