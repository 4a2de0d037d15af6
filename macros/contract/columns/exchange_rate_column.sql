{#- How many units of one currency another one is worth: above 0, at most nine decimals. -#}
{%- macro exchange_rate_column(raw, name, required=true) -%}
    {{ return({'kind': 'exchange rate', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_exchange_rate(column, raw_type) -%}
    {%- set reading = ad_metrics._read_decimal(raw_type, {
        'what': 'a rate above 0 with at most nine decimals',
        'plain': '[0-9]{1,9}([.][0-9]{1,9}0*)?',
        'loose': '[+]?([0-9]{1,9}([.][0-9]{0,9}0*)?|[.][0-9]{1,9})',
        'range': '<value> >= 0.000000001 and <value> < 1000000000',
        'type': ad_metrics.type_decimal(18, 9),
    }) -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- do reading.update({
            'good': '(' ~ reading.good ~ ') and not '
                ~ ad_metrics.matches(ad_metrics.trimmed('<value>'), '[+0.]+')
        }) -%}
    {%- endif -%}
    {{ return(reading) }}
{%- endmacro -%}
