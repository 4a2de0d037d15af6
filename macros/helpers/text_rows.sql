{#- These rows of texts as the body of a values clause; one row of nulls where there are none. -#}
{%- macro text_rows(rows, width) -%}
    {%- for row in rows %}
    (
        {%- for value in row -%}
        {{ ad_metrics.text_literal(value | string | trim) if value is not none and value != '' else 'null' }}
        {%- if not loop.last %}, {% endif %}
        {%- endfor -%}
    )
    {%- if not loop.last %},{% endif %}
    {%- else %}
    ({{ (['null'] * width) | join(', ') }})
    {%- endfor %}
{%- endmacro -%}
