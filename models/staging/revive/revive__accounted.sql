{{ config(enabled=ad_metrics.is_on('revive')) }}
{#- What each raw table carries, as SQL over its judged rows; any other has rows only. -#}
{%- set in_window = "is_inside_window = 'yes' and conversion_status = " %}
{%- set carried = {
    'data_summary_ad_hourly': {
        'counts': {
            'requests': 'requests',
            'impressions': 'impressions',
            'clicks': 'clicks',
            'items': 'items',
        },
        'amounts': {
            'conversion_value': 'conversion_value',
            'booked_revenue': 'booked_revenue',
        },
        'currency': "'" ~ ad_metrics.setting('revive_currency') ~ "'",
    },
    'data_intermediate_ad_connection': {
        'counts': {
            'conversions': 'case when ' ~ in_window ~ "'approved' then 1 end",
            'pending_conversions': 'case when ' ~ in_window ~ "'pending' then 1 end",
        },
    },
} %}
{%- set tables = [] %}
{%- for judged in ad_metrics.judged_tables('revive') %}
{%- do judged.update(carried.get(judged.table, {})) %}
{%- do tables.append(judged) %}
{%- endfor %}
{{ ad_metrics.accounted_of(tables) }}
