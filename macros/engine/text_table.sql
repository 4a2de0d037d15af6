{#- Rows of texts as a query with these columns; one row of nulls where there are none. -#}
{%- macro text_table(rows, columns) -%}
    {{ adapter.dispatch('text_table', 'ad_metrics')(rows, columns) }}
{%- endmacro -%}

{%- macro default__text_table(rows, columns) -%}
    select *
    from (
        values
        {{ ad_metrics.text_rows(rows, columns | length) | trim }}
    ) as texts ({{ columns | join(', ') }})
{%- endmacro -%}
