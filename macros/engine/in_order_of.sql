{#- The order in which rows are written, where that makes them smaller and quicker to read and write
    again: DuckDB keeps what is alike in a column side by side in a fraction of the space, and knows
    of each hundred thousand rows what they reach from and to. -#}
{%- macro in_order_of(columns) -%}
    {{ adapter.dispatch('in_order_of', 'ad_metrics')(columns) }}
{%- endmacro -%}

{%- macro default__in_order_of(columns) -%}{%- endmacro -%}

{%- macro duckdb__in_order_of(columns) -%}
order by {{ columns | join(', ') }}
{%- endmacro -%}
