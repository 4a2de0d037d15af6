{%- macro pacing(delivered, expected) -%}
    {{ ad_metrics.ratio(delivered, expected) }}
{%- endmacro -%}
