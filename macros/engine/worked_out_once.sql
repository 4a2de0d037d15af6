{#- Has an engine work out a step once where it would do so again for every row that it is joined
    to: PostgreSQL does, of tables that it has no statistics of yet. -#}
{%- macro worked_out_once() -%}
    {{ adapter.dispatch('worked_out_once', 'ad_metrics')() }}
{%- endmacro -%}

{%- macro default__worked_out_once() -%}{%- endmacro -%}

{%- macro postgres__worked_out_once() -%}materialized{%- endmacro -%}
