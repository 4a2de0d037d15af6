{#- Values as the text of a JSON object, each under its name. -#}
{%- macro json_text(names, values) -%}
    {{ adapter.dispatch('json_text', 'ad_metrics')(names, values) }}
{%- endmacro -%}

{%- macro default__json_text(names, values) -%}
    cast(json_build_object(
        {%- for name in names %}
        '{{ name }}', {{ values[loop.index0] }}
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
    ) as {{ ad_metrics.type_text() }})
{%- endmacro -%}

{%- macro duckdb__json_text(names, values) -%}
    cast(json_object(
        {%- for name in names %}
        '{{ name }}', {{ values[loop.index0] }}
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
    ) as {{ ad_metrics.type_text() }})
{%- endmacro -%}

{#- Spark leaves nulls out unless it is told not to. -#}
{%- macro spark__json_text(names, values) -%}
    to_json(
        named_struct(
            {%- for name in names %}
            '{{ name }}', {{ values[loop.index0] }}
            {%- if not loop.last %}, {% endif %}
            {%- endfor %}
        ),
        map('ignoreNullFields', 'false', 'timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS')
    )
{%- endmacro -%}
