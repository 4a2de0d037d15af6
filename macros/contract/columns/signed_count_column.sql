{#- A whole number that is measured and may go back, such as the items of refunds. -#}
{%- macro signed_count_column(raw, name, required=true) -%}
    {{ return({'kind': 'signed count', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_signed_count(column, raw_type) -%}
    {{ return(ad_metrics._read_whole_number(raw_type, {
        'what': 'a whole number',
        'plain': '-?[0-9]{1,15}',
        'loose': '[+-]?[0-9]{1,15}([.]0*)?',
        'range': '<value> > -1000000000000000 and <value> < 1000000000000000',
    })) }}
{%- endmacro -%}
