{%- macro cpv(investment='sum(investment)', video_views='sum(video_views)') -%}
    {{ ad_metrics.ratio(investment, video_views) }}
{%- endmacro -%}
