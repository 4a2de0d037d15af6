{#- These rows of texts as the body of a values clause; one row of nulls where there are none. -#}
{%- macro text_rows(rows, width) -%}
    {#- Escaped together, as calling a macro for each of thousands of texts would take longer than
        anything else in the model. -#}
    {%- set mark = '\u001f' -%}
    {%- set texts = [] -%}
    {%- for row in rows -%}
        {%- for value in row -%}
            {%- do texts.append('' if value is none else value | string | trim) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set escaped = ad_metrics.text_literal(texts | join(mark))[1:-1].split(mark) -%}
    {%- for row in (escaped | batch(width) if rows else []) %}
    (
        {%- for text in row -%}
        {{ "'" ~ text ~ "'" if text else 'null' }}
        {%- if not loop.last %}, {% endif %}
        {%- endfor -%}
    )
    {%- if not loop.last %},{% endif %}
    {%- else %}
    ({{ (['null'] * width) | join(', ') }})
    {%- endfor %}
{%- endmacro -%}
