{#- What an amount is in where neither its platform nor the seed advertiser_accounts says: the
    reporting currency, or XXX, ISO 4217's code for none. -#}
{%- macro currency_not_stated() -%}
    '{{ ad_metrics.setting('reporting_currency') or 'XXX' }}'
{%- endmacro -%}
