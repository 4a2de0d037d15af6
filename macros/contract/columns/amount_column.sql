{#- An amount of money with any number of decimals, as floats are written; rounded half up at nine.
    Credits are negative. -#}
{%- macro amount_column(raw, name, required=true) -%}
    {{ return({'kind': 'amount', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_amount(column, raw_type) -%}
    {%- set reading = ad_metrics._read_decimal(raw_type, {
        'what': 'an amount',
        'plain': '-?[0-9]{1,15}([.][0-9]{1,30})?',
        'loose': '[+-]?([0-9]{1,15}([.][0-9]{0,30}0*)?|[.][0-9]{1,30})',
        'range': '<value> > -1000000000000000 and <value> < 1000000000000000',
        'type': ad_metrics.type_money(),
        'quick': ad_metrics.text_to_money('<value>'),
    }) -%}
    {%- set reading = ad_metrics._read_exponents(reading, raw_type) -%}
    {{ return(ad_metrics._read_as_written(reading, raw_type)) }}
{%- endmacro -%}


{#- An amount in units in the raw column of this name, or in millionths in `<raw>_micros`: a file or
    table has the one or the other, or, where it is optional, none. In staging it is `<name>` or
    `<name>_from_micros`. -#}
{%- macro units_or_micros(raw, name, optional=false) -%}
    {%- set units = ad_metrics.amount_column(raw, name, required=false) -%}
    {%- set micros = ad_metrics.micros_column(
        raw ~ '_micros', name ~ '_from_micros', required=false
    ) -%}
    {%- do units.update({'other': raw ~ '_micros', 'optional': optional}) -%}
    {%- do micros.update({'other': raw, 'optional': optional}) -%}
    {{ return([units, micros]) }}
{%- endmacro -%}
