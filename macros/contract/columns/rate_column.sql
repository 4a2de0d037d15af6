{#- A price per unit of 0 or more, at most six decimals. One that cannot be read is left empty. -#}
{%- macro rate_column(raw, name, required=true) -%}
    {{ return({'kind': 'rate', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_rate(column, raw_type) -%}
    {%- set reading = ad_metrics._read_decimal(raw_type, {
        'what': 'a rate of 0 or more with at most six decimals',
        'plain': '[0-9]{1,12}([.][0-9]{1,6}0*)?',
        'loose': '[+]?([0-9]{1,12}([.][0-9]{0,6}0*)?|[.][0-9]{1,6})',
        'range': '<value> >= 0 and <value> < 1000000000000',
        'type': ad_metrics.type_rate(),
    }) -%}
    {%- do reading.update({'rejects': false}) -%}
    {{ return(reading) }}
{%- endmacro -%}
