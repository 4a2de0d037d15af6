{#- An ISO 4217 code, in any case. -#}
{%- macro currency_column(raw, name, required=true) -%}
    {{ return({'kind': 'currency', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_currency(column, raw_type) -%}
    {%- set codes = ad_metrics.currency_codes() -%}
    {%- set upper = 'upper(' ~ ad_metrics._trimmed_text(raw_type) ~ ')' -%}
    {{ return({
        'what': 'an ISO 4217 code',
        'good': ad_metrics.is_one_of('<value>', codes) ~ ' or '
            ~ ad_metrics.is_one_of(upper, codes),
        'value': upper,
        'type': ad_metrics.type_text(),
        'rejects': true,
    }) }}
{%- endmacro -%}
