{#- Every metric that is worked out from measures, in the order of the marts' columns:
    {name: what it is}.

    kind      rate, a quotient of sums; or difference, of two sums
    of        numerator and denominator, or the difference. The formula is the macro of the metric's
              name; this is what is tested against it and what names its inputs
    scale     what the numerator is multiplied by
    label, unit, format, better: how tools show it, and whether more or less of it is good news
    aliases   further macros and SQL functions of the same number

    After a change run `make generate`; CONTRIBUTING.md has the other steps. -#}
{%- macro rate_registry() -%}
    {{ return({
        'margin': {
            'kind': 'difference', 'of': ['revenue - media_cost'],
            'label': 'Margin', 'unit': 'currency', 'format': 'money', 'better': 'more',
        },
        'cpt': {
            'kind': 'rate', 'of': ['investment', 'impressions'], 'scale': 1000, 'aliases': ['cpm'],
            'label': 'CPT', 'unit': 'currency per 1000 impressions', 'format': 'money_rate',
            'better': 'less',
        },
        'cost_per_impression': {
            'kind': 'rate', 'of': ['investment', 'impressions'],
            'label': 'Cost per impression', 'unit': 'currency', 'format': 'money_rate',
            'better': 'less',
        },
        'cpc': {
            'kind': 'rate', 'of': ['investment', 'clicks'],
            'label': 'CPC', 'unit': 'currency', 'format': 'money_rate', 'better': 'less',
        },
        'cpa': {
            'kind': 'rate', 'of': ['investment', 'conversions'],
            'label': 'CPA', 'unit': 'currency', 'format': 'money_rate', 'better': 'less',
        },
        'vcpm': {
            'kind': 'rate', 'of': ['investment', 'viewable_impressions'], 'scale': 1000,
            'label': 'vCPM', 'unit': 'currency per 1000 viewable impressions',
            'format': 'money_rate', 'better': 'less',
        },
        'cpv': {
            'kind': 'rate', 'of': ['investment', 'video_views'],
            'label': 'CPV', 'unit': 'currency', 'format': 'money_rate',
            'better': 'less',
        },
        'cpcv': {
            'kind': 'rate', 'of': ['investment', 'video_completes'],
            'label': 'CPCV', 'unit': 'currency', 'format': 'money_rate',
            'better': 'less',
        },
        'ecpm': {
            'kind': 'rate', 'of': ['revenue', 'impressions'], 'scale': 1000, 'aliases': ['erpm'],
            'label': 'eCPM', 'unit': 'currency per 1000 impressions', 'format': 'money_rate',
            'better': 'more',
        },
        'ecpc': {
            'kind': 'rate', 'of': ['revenue', 'clicks'], 'aliases': ['erpc'],
            'label': 'eCPC', 'unit': 'currency', 'format': 'money_rate', 'better': 'more',
        },
        'ecpa': {
            'kind': 'rate', 'of': ['revenue', 'conversions'], 'aliases': ['erps', 'ecps'],
            'label': 'eCPA', 'unit': 'currency', 'format': 'money_rate', 'better': 'more',
        },
        'evcpm': {
            'kind': 'rate', 'of': ['revenue', 'viewable_impressions'], 'scale': 1000,
            'label': 'eVCPM', 'unit': 'currency per 1000 viewable impressions',
            'format': 'money_rate', 'better': 'more',
        },
        'ctr': {
            'kind': 'rate', 'of': ['clicks', 'impressions'],
            'label': 'CTR', 'unit': 'fraction', 'format': 'percent', 'better': 'more',
        },
        'click_conversion_rate': {
            'kind': 'rate', 'of': ['click_conversions', 'clicks'],
            'label': 'Click conversion rate', 'unit': 'fraction', 'format': 'percent',
            'better': 'more',
        },
        'impression_conversion_rate': {
            'kind': 'rate', 'of': ['impression_conversions', 'impressions'],
            'label': 'Impression conversion rate', 'unit': 'fraction', 'format': 'percent',
            'better': 'more',
        },
        'fill_rate': {
            'kind': 'rate', 'of': ['impressions', 'requests'],
            'label': 'Fill rate', 'unit': 'fraction', 'format': 'percent', 'better': 'more',
        },
        'measurable_rate': {
            'kind': 'rate', 'of': ['measurable_impressions', 'impressions'],
            'label': 'Measurable rate', 'unit': 'fraction', 'format': 'percent',
            'better': 'more',
        },
        'viewable_rate': {
            'kind': 'rate', 'of': ['viewable_impressions', 'measurable_impressions'],
            'label': 'Viewable rate', 'unit': 'fraction', 'format': 'percent',
            'better': 'more',
        },
        'video_completion_rate': {
            'kind': 'rate', 'of': ['video_completes', 'video_starts'],
            'label': 'Video completion rate', 'unit': 'fraction', 'format': 'percent',
            'better': 'more',
        },
        'margin_rate': {
            'kind': 'rate', 'of': ['revenue - media_cost', 'revenue'],
            'label': 'Margin rate', 'unit': 'fraction', 'format': 'percent', 'better': 'more',
        },
        'roas': {
            'kind': 'rate', 'of': ['conversion_value', 'investment'],
            'label': 'ROAS', 'unit': 'ratio', 'format': 'ratio', 'better': 'more',
        },
        'roi': {
            'kind': 'rate', 'of': ['conversion_value - investment', 'investment'],
            'label': 'ROI', 'unit': 'ratio', 'format': 'ratio', 'better': 'more',
        },
        'investment_ratio': {
            'kind': 'rate', 'of': ['investment', 'conversion_value'],
            'label': 'Investment ratio', 'unit': 'fraction', 'format': 'percent', 'better': 'less',
        },
        'average_conversion_value': {
            'kind': 'rate', 'of': ['conversion_value', 'conversions'],
            'label': 'Average conversion value', 'unit': 'currency', 'format': 'money_rate',
            'better': 'more',
        },
        'items_per_conversion': {
            'kind': 'rate', 'of': ['items', 'conversions'],
            'label': 'Items per conversion', 'unit': 'count', 'format': 'ratio', 'better': 'more',
        },
    }) }}
{%- endmacro -%}


{#- Every measure and metric with what the registry says of it. -#}
{%- macro metric_registry() -%}
    {%- set registry = dict(ad_metrics.measure_registry()) -%}
    {%- do registry.update(ad_metrics.rate_registry()) -%}
    {{ return(registry) }}
{%- endmacro -%}
