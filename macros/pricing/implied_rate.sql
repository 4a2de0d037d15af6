{#- The rate that booked revenue implies for the units it was booked for: what a client was
    charged. -#}
{%- macro implied_rate(
    pricing_model='pricing_model',
    booked_revenue='sum(booked_revenue)',
    impressions='sum(impressions)',
    clicks='sum(clicks)',
    conversions='sum(conversions)',
    viewable_impressions='null',
    video_views='null',
    video_completes='null'
) -%}
    case {{ pricing_model }}
        when 'cpm' then {{ ad_metrics.ratio(booked_revenue, impressions, scale=1000) }}
        when 'cpc' then {{ ad_metrics.ratio(booked_revenue, clicks) }}
        when 'cpa' then {{ ad_metrics.ratio(booked_revenue, conversions) }}
        when 'vcpm' then {{ ad_metrics.ratio(booked_revenue, viewable_impressions, scale=1000) }}
        when 'cpv' then {{ ad_metrics.ratio(booked_revenue, video_views) }}
        when 'cpcv' then {{ ad_metrics.ratio(booked_revenue, video_completes) }}
    end
{%- endmacro -%}
