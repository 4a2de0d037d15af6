{#- A union that keeps one of rows that are the same. -#}
{%- macro union_distinct() -%}
    {{ adapter.dispatch('union_distinct', 'ad_metrics')() }}
{%- endmacro -%}

{%- macro default__union_distinct() -%}union{%- endmacro -%}
