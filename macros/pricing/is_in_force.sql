{#- Whether a point in time lies in the half-open span [valid_from, valid_to); null is an open end. -#}
{%- macro is_in_force(at, valid_from, valid_to) -%}
    ({{ valid_from }} is null or {{ at }} >= {{ valid_from }})
    and ({{ valid_to }} is null or {{ at }} < {{ valid_to }})
{%- endmacro -%}
