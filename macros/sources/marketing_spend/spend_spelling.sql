{#- One spelling of what people and platforms spell in several ways, so that keys, copies and joins
    are compared by what is meant. -#}

{#- An id without blanks around it; `503.0`, as pandas writes it, is `503`. -#}
{%- macro spend_id(text) -%}
    {{ ad_metrics.without_point(ad_metrics.trimmed(text)) }}
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
