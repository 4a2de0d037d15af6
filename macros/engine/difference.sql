{#- One sum of amounts less another. -#}
{%- macro difference(left, right) -%}
    {{ adapter.dispatch('difference', 'ad_metrics')(left, right) }}
{%- endmacro -%}

{%- macro default__difference(left, right) -%}
    {{ left }} - {{ right }}
{%- endmacro -%}

{#- A sum is as wide as Spark's decimals get, and what is worked out from two of them loses a
    digit. -#}
{%- macro spark__difference(left, right) -%}
    cast({{ left }} as {{ ad_metrics.type_money() }})
    - cast({{ right }} as {{ ad_metrics.type_money() }})
{%- endmacro -%}
