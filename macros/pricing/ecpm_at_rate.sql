{#- What a rate yields per thousand impressions, whatever it is paid for. -#}
{%- macro ecpm_at_rate(
    pricing_model='pricing_model',
    rate='rate',
    impressions='sum(impressions)',
    clicks='sum(clicks)',
    conversions='sum(conversions)',
    tenancy_revenue='null',
    viewable_impressions='null',
    video_views='null',
    video_completes='null'
) -%}
    {{ ad_metrics.ecpm(
        '(' ~ ad_metrics.earned_revenue(
            pricing_model, rate, impressions, clicks, conversions, tenancy_revenue,
            viewable_impressions, video_views, video_completes
        ) ~ ')', impressions
    ) }}
{%- endmacro -%}
