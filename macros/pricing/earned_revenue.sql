{#- Units times the rate in force. A model that is not known, or no rate, earns null; a rate of 0
    earns 0. The units are chosen before they are multiplied, as engines that inline what a query
    builds on would otherwise carry a product for each model wherever revenue is asked for. -#}
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
    case
        when {{ pricing_model }} in ('cpm', 'vcpm') then {{ ad_metrics.exact_product(
            rate,
            'case ' ~ pricing_model ~ " when 'cpm' then " ~ impressions
                ~ ' else ' ~ viewable_impressions ~ ' end',
            '0.001'
        ) }}
        when {{ pricing_model }} in ('cpc', 'cpa', 'cpv', 'cpcv') then {{ ad_metrics.exact_product(
            rate,
            'case ' ~ pricing_model ~ " when 'cpc' then " ~ clicks ~ " when 'cpa' then "
                ~ conversions ~ " when 'cpv' then " ~ video_views ~ ' else ' ~ video_completes
                ~ ' end'
        ) }}
        when {{ pricing_model }} = 'tenancy'
            then cast({{ tenancy_revenue }} as {{ ad_metrics.type_money() }})
    end
{%- endmacro -%}
