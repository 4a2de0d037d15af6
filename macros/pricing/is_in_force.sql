{#- Whether a point in time lies in the half-open span [valid_from, valid_to); null is an open end,
    and a time that is not known lies in none. Two comparisons, each of one value with one of the
    span's, as engines keep to a join by key beside such ones, and compare every row with every span
    beside an `or`. -#}
{%- macro is_in_force(at, valid_from, valid_to) -%}
    {{ at }} >= coalesce({{ valid_from }}, cast('0001-01-01' as timestamp))
    and {{ at }} < coalesce({{ valid_to }}, cast('9999-12-31' as timestamp))
{%- endmacro -%}
