{#- A country; a code of two letters is in capitals, a name as it is given. -#}
{%- macro country_column(raw, name, required=false) -%}
    {{ return({'kind': 'country', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_country(column, raw_type) -%}
    {%- set reading = ad_metrics._read_name(column, raw_type) -%}
    {%- do reading.update({'value': ad_metrics.country_code(reading.value)}) -%}
    {{ return(reading) }}
{%- endmacro -%}


{#- The same of any text. -#}
{%- macro country_code(text) -%}
    case when length({{ text }}) = 2 then upper({{ text }}) else {{ text }} end
{%- endmacro -%}
