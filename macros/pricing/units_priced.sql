{#- What each pricing model is paid for: {model: measure}. Tenancy is paid for time. -#}
{%- macro units_priced() -%}
    {{ return({
        'cpm': 'impressions',
        'cpc': 'clicks',
        'cpa': 'conversions',
        'vcpm': 'viewable_impressions',
        'cpv': 'video_views',
        'cpcv': 'video_completes',
    }) }}
{%- endmacro -%}
