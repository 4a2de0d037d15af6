{#- The rate that booked revenue implies for the units it was booked for: what a client was
    charged. -#}
{%- macro implied_rate(
    pricing_model='pricing_model',
    booked_revenue='sum(booked_revenue)',
    impressions='sum(impressions)',
    clicks='sum(clicks)',
    conversions='sum(conversions)'
) -%}
    case {{ pricing_model }}
        when 'cpm' then {{ ad_metrics.ratio(booked_revenue, impressions, scale=1000) }}
        when 'cpc' then {{ ad_metrics.ratio(booked_revenue, clicks) }}
        when 'cpa' then {{ ad_metrics.ratio(booked_revenue, conversions) }}
    end
{%- endmacro -%}
