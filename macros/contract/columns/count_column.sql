{#- A whole number of 0 or more. -#}
{%- macro count_column(raw, name, required=true) -%}
    {{ return({'kind': 'count', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_count(column, raw_type) -%}
    {{ return(ad_metrics._read_whole_number(raw_type, {
        'what': 'a whole number of 0 or more',
        'plain': '[0-9]{1,15}',
        'loose': '[+]?([0-9]{1,15})([.]0*)?',
        'range': '<value> >= 0 and <value> < 1000000000000000',
    })) }}
{%- endmacro -%}
