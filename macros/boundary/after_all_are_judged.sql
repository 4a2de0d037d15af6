{#- Makes a staging model wait for every raw table, and for what is known of its outages. What is missing or refused in one of them then holds
    back all that comes after, and no mart is built anew beside an old one. -#}
{%- macro after_all_are_judged() -%}
    {%- for judged in ad_metrics.judged_tables() -%}
        {%- do ref('ad_metrics', judged.model) -%}
    {%- endfor -%}
    {%- do ref('ad_metrics', 'base_ad_events') -%}
    {%- do ref('ad_metrics', 'stg_reference__known_outages') -%}
{%- endmacro -%}
