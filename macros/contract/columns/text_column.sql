{#- A name or another text, kept as it is but for blanks around it. -#}
{%- macro text_column(raw, name, required=false) -%}
    {{ return({'kind': 'text', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_text(column, raw_type) -%}
    {{ return({
        'what': 'a text',
        'good': '<value> is not null',
        'value': ad_metrics._trimmed_text(raw_type),
        'type': ad_metrics.type_text(),
        'rejects': column.required,
    }) }}
{%- endmacro -%}
