{#- The end of the columns of a CTE that several others read. Spark puts such a CTE into each of its
    readers, again and again where these have readers too, until a plan takes minutes to make; what
    is not deterministic it works out once. -#}
{%- macro worked_out_once(name) -%}
    {{ adapter.dispatch('worked_out_once', 'ad_metrics')(name) }}
{%- endmacro -%}

{%- macro default__worked_out_once(name) -%}{%- endmacro -%}

{%- macro spark__worked_out_once(name) -%}, rand() as {{ name }}_worked_out_once{%- endmacro -%}
