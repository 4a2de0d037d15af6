{#- The currency of events: their own, else their campaign's, else what stands for none. -#}
{%- macro event_currency(events) -%}
    coalesce({{ events }}.currency, campaigns.currency, {{ ad_metrics.currency_not_stated() }})
{%- endmacro -%}
