{#- A platform's name: `Google Ads` and `google ads ` are `google_ads`. -#}
{%- macro platform_column(raw, name, required=true) -%}
    {{ return({'kind': 'platform', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_platform(column, raw_type) -%}
    {%- set value = ad_metrics.platform_name(ad_metrics._name_of(raw_type)) -%}
    {{ return({
        'what': 'the name of a platform',
        'good': 'coalesce(' ~ value ~ ", '') <> ''",
        'value': value,
        'type': ad_metrics.type_text(),
        'rejects': column.required,
    }) }}
{%- endmacro -%}


{#- A platform's name: in lower case, without blanks around it, and with one underscore for what
    stands between words. `Google Ads`, `google-ads` and `GOOGLE_ADS ` are one platform. -#}
{%- macro platform_name(text) -%}
    {#- Blanks, tabs and the blanks that do not break, as spreadsheets have them; written as they
        are, since engines escape them in ways of their own. -#}
    {%- set between = '[ \t\u00a0_-]+' -%}
    {{ ad_metrics.all_replaced(
        ad_metrics.all_replaced(
            'lower(' ~ text ~ ')', '^' ~ between ~ '|' ~ between ~ '$', ''
        ),
        between,
        '_'
    ) }}
{%- endmacro -%}
