{#- A name; a blank one is none. -#}
{%- macro name_column(raw, name, required=false) -%}
    {{ return({'kind': 'name', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_name(column, raw_type) -%}
    {{ return({
        'what': 'a text',
        'good': 'true',
        'value': ad_metrics._name_of(raw_type),
        'type': ad_metrics.type_text(),
        'rejects': column.required,
    }) }}
{%- endmacro -%}
