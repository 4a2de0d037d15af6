{#- Units times the rate in force. A model that is not known, or no rate, earns null; a rate of 0
    earns 0. -#}
{%- macro earned_revenue(
    pricing_model='pricing_model',
    rate='rate',
    impressions='impressions',
    clicks='clicks',
    conversions='conversions',
    tenancy_revenue='null',
    viewable_impressions='null',
    video_views='null',
    video_completes='null'
) -%}
    case {{ pricing_model }}
        when 'cpm' then {{ ad_metrics.exact_product(rate, impressions, '0.001') }}
        when 'cpc' then {{ ad_metrics.exact_product(rate, clicks) }}
        when 'cpa' then {{ ad_metrics.exact_product(rate, conversions) }}
        when 'vcpm' then {{ ad_metrics.exact_product(rate, viewable_impressions, '0.001') }}
        when 'cpv' then {{ ad_metrics.exact_product(rate, video_views) }}
        when 'cpcv' then {{ ad_metrics.exact_product(rate, video_completes) }}
        when 'tenancy' then cast({{ tenancy_revenue }} as {{ ad_metrics.type_money() }})
    end
{%- endmacro -%}
