{#- The columns of marketing_spend as select columns: SQL for those that a platform's table has,
    null for the others. Every adapter ends with it. -#}
{%- macro spend_columns(has) -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set types = {'date_day': 'date'} -%}
    {%- for name in [
        'platform', 'account_id', 'account_name', 'campaign_id', 'campaign_name', 'ad_group_id',
        'ad_group_name', 'ad_id', 'ad_name', 'country', 'device', 'currency', 'conversion_type',
        'attribution_window',
    ] -%}
        {%- do types.update({name: text}) -%}
    {%- endfor -%}
    {%- set of_measures = ad_metrics.told_measures() -%}
    {%- for measure in ad_metrics.spend_measures() -%}
        {%- do types.update({measure: of_measures[measure]}) -%}
    {%- endfor -%}
    {%- do types.update({'reach': 'bigint'}) -%}
    {%- for name, type in types.items() %}
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
