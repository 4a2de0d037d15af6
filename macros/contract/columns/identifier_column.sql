{#- An id that may be any text; a blank one is none. `503.0` is `503`; one that a spreadsheet wrote
    as `1.2E+17` has lost digits and is refused. -#}
{%- macro identifier_column(raw, name, required=true) -%}
    {{ return({'kind': 'identifier', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_identifier(column, raw_type) -%}
    {%- set trimmed = ad_metrics._trimmed_text(raw_type) -%}
    {%- if ad_metrics._is_float(raw_type) -%}
        {%- set value = ad_metrics._name_of(raw_type) -%}
        {%- set good = 'abs(<value>) <= 9007199254740992' -%}
    {%- else -%}
        {%- set value = 'nullif(' ~ ad_metrics.without_point(trimmed) ~ ", '')" -%}
        {%- set good = trimmed ~ " <> '' and not "
            ~ ad_metrics.matches(trimmed, '[0-9]([.][0-9]+)?[eE][+][0-9]{1,3}') -%}
    {%- endif -%}
    {{ return({
        'what': 'a whole id, as it has lost digits',
        'remedy': 'make the column a text before a spreadsheet opens it, and export it again',
        'good': good,
        'value': value,
        'type': ad_metrics.type_text(),
        'rejects': true,
    }) }}
{%- endmacro -%}
