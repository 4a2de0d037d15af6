{#- A float as a decimal of this type: the number that is written for it, rounded half up. A cast
    alone adds digits that the float does not have. -#}
{%- macro float_to_decimal(value, type, float_type) -%}
    {{ adapter.dispatch('float_to_decimal', 'ad_metrics')(value, type, float_type) }}
{%- endmacro -%}

{%- macro default__float_to_decimal(value, type, float_type) -%}
    cast(cast({{ value }} as {{ ad_metrics.type_text() }}) as {{ type }})
{%- endmacro -%}

{#- Below a million a double times 10^9 is off by less than a half, so the quick cast is the
    same. -#}
{%- macro duckdb__float_to_decimal(value, type, float_type) -%}
    {%- if float_type == 'double' -%}
        case
            when abs({{ value }}) < 1000000 then cast({{ value }} as {{ type }})
            else {{ ad_metrics.default__float_to_decimal(value, type, float_type) }}
        end
    {%- else -%}
        {{ ad_metrics.default__float_to_decimal(value, type, float_type) }}
    {%- endif -%}
{%- endmacro -%}
