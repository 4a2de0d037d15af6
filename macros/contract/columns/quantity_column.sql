{#- A number that may have decimals, such as conversions that several clicks share; rounded half up
    at nine. Retractions are negative. -#}
{%- macro quantity_column(raw, name, required=true) -%}
    {{ return({'kind': 'quantity', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_quantity(column, raw_type) -%}
    {%- set reading = ad_metrics._read_amount(column, raw_type) -%}
    {%- do reading.update({'what': 'a number', 'type': ad_metrics.type_quantity()}) -%}
    {{ return(reading) }}
{%- endmacro -%}
