{#- Whole minutes from one timestamp to a later one, as bigint. -#}
{%- macro minutes_between(first, last) -%}
    cast({{ dbt.datediff(first, last, 'minute') }} as bigint)
{%- endmacro -%}
