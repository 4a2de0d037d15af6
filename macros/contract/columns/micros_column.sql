{#- An amount of money as a whole number of millionths. -#}
{%- macro micros_column(raw, name, required=true) -%}
    {{ return({'kind': 'micros', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_micros(column, raw_type) -%}
    {%- set reading = ad_metrics._read_decimal(raw_type, {
        'what': 'a whole number of millionths',
        'plain': '-?[0-9]{1,17}',
        'loose': '[+-]?[0-9]{1,17}([.]0*)?',
        'range': '<value> > -100000000000000000 and <value> < 100000000000000000'
            ~ ad_metrics._and_is_whole(raw_type),
        'type': ad_metrics.type_money(),
    }) -%}
    {%- set whole = ad_metrics._before_point(ad_metrics.trimmed('<value>'))
        if ad_metrics.is_text_type(raw_type) else '<value>' -%}
    {%- do reading.update({'value': ad_metrics.micros_to_money(whole, 18)}) -%}
    {{ return(reading) }}
{%- endmacro -%}
