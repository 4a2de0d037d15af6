{#- A number that identifies something; kept as text, as every source's keys are. -#}
{%- macro id_column(raw, name, required=true) -%}
    {{ return({'kind': 'id', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_id(column, raw_type) -%}
    {%- set reading = ad_metrics._read_whole_number(raw_type, {
        'what': 'a whole number without a leading zero',
        'plain': '0|[1-9][0-9]{0,17}',
        'loose': '(0|[1-9][0-9]{0,17})([.]0*)?',
        'range': '<value> >= 0 and <value> < 1000000000000000000',
    }) -%}
    {%- do reading.update({
        'value': reading.digits,
        'type': ad_metrics.type_text(),
        'rejects': column.required,
    }) -%}
    {{ return(reading) }}
{%- endmacro -%}
