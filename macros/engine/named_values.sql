{#- What each row of a relation is joined with to become several: a name and a value each, in the
    columns `name` and `value` of `alias`. -#}
{%- macro named_values(values, alias) -%}
    {{ adapter.dispatch('named_values', 'ad_metrics')(values, alias) }}
{%- endmacro -%}

{%- macro default__named_values(values, alias) -%}
    cross join lateral (values
        {%- for name, value in values.items() %}
        ('{{ name }}', {{ value }})
        {{- ',' if not loop.last }}
        {%- endfor %}
    ) as {{ alias }} (name, value)
{%- endmacro -%}

{%- macro spark__named_values(values, alias) -%}
    lateral view stack(
        {{ values | length }}
        {%- for name, value in values.items() %},
        '{{ name }}', {{ value }}
        {%- endfor %}
    ) {{ alias }} as name, value
{%- endmacro -%}
