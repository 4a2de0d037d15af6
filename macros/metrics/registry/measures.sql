{#- Every additive measure of delivery, in the order of the marts' columns: {name: what it is}.
    These are the parts that metrics are worked out from.

    kind      count, quantity (a count with decimals) or money
    label, unit, format, better: how tools show it, and whether more or less of it is good news
    side      sold, where sources of bought delivery never tell it
    optional  not every source of a side tells it; other counts are 0 where nothing was delivered
    signed    a count that returns make negative
    derived   worked out row by row, told by no source

    After a change run `make generate`; CONTRIBUTING.md has the other steps. -#}
{%- macro measure_registry() -%}
    {{ return({
        'requests': {
            'kind': 'count', 'side': 'sold',
            'label': 'Requests', 'unit': 'count', 'format': 'count', 'better': 'more',
        },
        'impressions': {
            'kind': 'count',
            'label': 'Impressions', 'unit': 'count', 'format': 'count', 'better': 'more',
        },
        'clicks': {
            'kind': 'count',
            'label': 'Clicks', 'unit': 'count', 'format': 'count', 'better': 'more',
        },
        'conversions': {
            'kind': 'quantity', 'signed': true,
            'label': 'Conversions', 'unit': 'count', 'format': 'quantity', 'better': 'more',
        },
        'pending_conversions': {
            'kind': 'count', 'side': 'sold',
            'label': 'Pending conversions', 'unit': 'count', 'format': 'count', 'better': none,
        },
        'impression_conversions': {
            'kind': 'count', 'side': 'sold',
            'label': 'Conversions after an impression', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'click_conversions': {
            'kind': 'count', 'side': 'sold',
            'label': 'Conversions after a click', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'items': {
            'kind': 'count', 'side': 'sold', 'optional': true, 'signed': true,
            'label': 'Items', 'unit': 'count', 'format': 'count', 'better': 'more',
        },
        'measurable_impressions': {
            'kind': 'count', 'optional': true,
            'label': 'Measurable impressions', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'viewable_impressions': {
            'kind': 'count', 'optional': true,
            'label': 'Viewable impressions', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'video_starts': {
            'kind': 'count', 'optional': true,
            'label': 'Video starts', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'video_first_quartiles': {
            'kind': 'count', 'optional': true,
            'label': 'Video first quartiles', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'video_midpoints': {
            'kind': 'count', 'optional': true,
            'label': 'Video midpoints', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'video_third_quartiles': {
            'kind': 'count', 'optional': true,
            'label': 'Video third quartiles', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'video_completes': {
            'kind': 'count', 'optional': true,
            'label': 'Video completes', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'video_views': {
            'kind': 'count', 'optional': true,
            'label': 'Video views', 'unit': 'count', 'format': 'count',
            'better': 'more',
        },
        'conversion_value': {
            'kind': 'money',
            'label': 'Conversion value', 'unit': 'currency', 'format': 'money', 'better': 'more',
        },
        'investment': {
            'kind': 'money',
            'label': 'Investment', 'unit': 'currency', 'format': 'money', 'better': none,
        },
        'booked_revenue': {
            'kind': 'money', 'side': 'sold',
            'label': 'Booked revenue', 'unit': 'currency', 'format': 'money', 'better': 'more',
        },
        'earned_revenue': {
            'kind': 'money', 'side': 'sold', 'derived': true,
            'label': 'Earned revenue', 'unit': 'currency', 'format': 'money', 'better': 'more',
        },
        'revenue': {
            'kind': 'money', 'side': 'sold', 'derived': true,
            'label': 'Revenue', 'unit': 'currency', 'format': 'money', 'better': 'more',
        },
        'media_cost': {
            'kind': 'money', 'side': 'sold', 'derived': true,
            'label': 'Media cost', 'unit': 'currency', 'format': 'money', 'better': 'less',
        },
    }) }}
{%- endmacro -%}
