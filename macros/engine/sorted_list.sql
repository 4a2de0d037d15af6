{#- The different values of a text among the rows at hand, in their order, joined by commas; null
    where there is none. -#}
{%- macro sorted_list(text) -%}
    {{ adapter.dispatch('sorted_list', 'ad_metrics')(text) }}
{%- endmacro -%}

{%- macro default__sorted_list(text) -%}
    string_agg(distinct {{ text }}, ', ' order by {{ text }})
{%- endmacro -%}

{%- macro spark__sorted_list(text) -%}
    nullif(array_join(array_sort(collect_set({{ text }})), ', '), '')
{%- endmacro -%}
