{#- A select of columns, name to type, each cast to its type; null where it is not given. -#}
{%- macro typed_row(columns, values) -%}
    select
        {%- for name, type in columns.items() %}
        cast({{ values.get(name, 'null') }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
{%- endmacro -%}


{#- A query with these columns that answers no row. -#}
{%- macro no_rows(columns) -%}
    {{ ad_metrics.typed_row(columns, {}) }}
    from (select 1 as one) as nothing
    where false
{%- endmacro -%}
