{#- An amount of money with at most nine decimals; credits are negative. -#}
{%- macro money_column(raw, name, required=true) -%}
    {{ return({'kind': 'money', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_money(column, raw_type) -%}
    {{ return(ad_metrics._read_as_written(ad_metrics._read_decimal(raw_type, {
        'what': 'an amount with at most nine decimals',
        'plain': '-?[0-9]{1,15}([.][0-9]{1,9})?',
        'loose': '[+-]?([0-9]{1,15}([.][0-9]{0,9}0*)?|[.][0-9]{1,9})',
        'range': '<value> > -1000000000000000 and <value> < 1000000000000000',
        'type': ad_metrics.type_money(),
        'quick': ad_metrics.text_to_money('<value>'),
    }), raw_type)) }}
{%- endmacro -%}
