{#- One spelling of what people and platforms spell in several ways, so that keys, copies and joins
    are compared by what is meant. -#}

{#- A platform's name: in lower case, without blanks around it, and with one underscore for what
    stands between words. `Google Ads`, `google-ads` and `GOOGLE_ADS ` are one platform. -#}
{%- macro platform_name(text) -%}
    {#- Blanks, tabs and the blanks that do not break, as spreadsheets have them; written as they are,
        since engines escape them in ways of their own. -#}
    {%- set between = '[ \t\u00a0_-]+' -%}
    {{ ad_metrics.all_replaced(
        ad_metrics.all_replaced(
            'lower(' ~ text ~ ')', '^' ~ between ~ '|' ~ between ~ '$', ''
        ),
        between,
        '_'
    ) }}
{%- endmacro -%}


{#- An id without blanks around it; `503.0`, as pandas writes it, is `503`. -#}
{%- macro spend_id(text) -%}
    {{ ad_metrics._whole_as_text(ad_metrics.trimmed(text)) }}
{%- endmacro -%}


{#- The id of an account as platforms give it to programs: Google shows 123-456-7890 to people, Meta
    act_123. -#}
{%- macro account_number(id) -%}
    case
        when {{ ad_metrics.matches(id, '[0-9]{3}-[0-9]{3}-[0-9]{4}') }} then replace({{ id }}, '-', '')
        when {{ ad_metrics.matches(id, 'act_[0-9]+') }} then substr({{ id }}, 5)
        else {{ id }}
    end
{%- endmacro -%}


{#- A country: a code of two letters in capitals; a name as it is given. -#}
{%- macro country_code(text) -%}
    case when length({{ text }}) = 2 then upper({{ text }}) else {{ text }} end
{%- endmacro -%}


{#- What two names of one platform have in common: `google` and `google_ads`, `meta` and
    `facebook_ads`. Only for finding what would count twice; nothing is renamed by it. -#}
{%- macro platform_family(platform) -%}
    {%- set name = ad_metrics.all_replaced(platform, '_ads$', '') -%}
    case {{ name }}
        when 'meta' then 'facebook'
        when 'adwords' then 'google'
        when 'bing' then 'microsoft'
        else {{ name }}
    end
{%- endmacro -%}
