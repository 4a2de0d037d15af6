{#- What identifies a creative over all campaigns, as several of them may use the same one. -#}
{%- macro event_creative_id() -%}
    {{ ad_metrics._key_part('campaign_id') }} || ':' || creative_id
{%- endmacro -%}
