{#- A whole number that is no measure, negative ones included (Revive writes -1 for "unlimited").
    One that cannot be read is left empty. -#}
{%- macro integer_column(raw, name, required=true) -%}
    {{ return({'kind': 'integer', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_integer(column, raw_type) -%}
    {%- set reading = ad_metrics._read_signed_count(column, raw_type) -%}
    {%- do reading.update({'rejects': false}) -%}
    {{ return(reading) }}
{%- endmacro -%}
