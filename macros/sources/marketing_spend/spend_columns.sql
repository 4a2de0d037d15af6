{#- The columns of marketing_spend as select columns: SQL for those that a platform's table has,
    null for the others. Every adapter ends with it. -#}
{%- macro spend_columns(has) -%}
    {%- set types = {
        'date_day': 'date',
        'investment': ad_metrics.type_money(),
        'impressions': 'bigint',
        'clicks': 'bigint',
        'conversions': ad_metrics.type_quantity(),
        'conversion_value': ad_metrics.type_money(),
        'reach': 'bigint',
    } -%}
    {%- for name in [
        'date_day', 'platform', 'account_id', 'account_name', 'campaign_id', 'campaign_name',
        'ad_group_id', 'ad_group_name', 'ad_id', 'ad_name', 'country', 'device', 'currency',
        'investment', 'impressions', 'clicks', 'conversions', 'conversion_type',
        'attribution_window', 'conversion_value', 'reach',
    ] %}
    {%- set type = types.get(name, ad_metrics.type_text()) %}
    {{ has[name] if name in has else 'cast(null as ' ~ type ~ ')' }} as {{ name }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}


{#- Whether a row of spend counts. One that names a conversion type or an attribution window and
    leaves investment, impressions and clicks empty only tells apart the conversions of the row that
    has them. -#}
{%- macro spend_is_counted(investment='investment') -%}
    (
        (conversion_type is null and attribution_window is null)
        or impressions is not null
        or clicks is not null
        or {{ investment }} is not null
    )
{%- endmacro -%}
