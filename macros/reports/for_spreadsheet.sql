{#- Every row and column of a relation, with text that a spreadsheet would run as a formula made harmless: it gets an
    apostrophe in front, which spreadsheets take as "this is text". Numbers and dates are as they are. -#}
{%- macro for_spreadsheet(relation) -%}
    select
    {%- for column in adapter.get_columns_in_relation(relation) if execute %}
        {%- if ad_metrics.is_text_type(column.dtype | lower) %}
        {{ ad_metrics.spreadsheet_text(column.quoted) }} as {{ column.quoted }}
        {%- else %}
        {{ column.quoted }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
    {%- else %} *
    {%- endfor %}
    from {{ relation }}
{%- endmacro -%}


{#- A text that no spreadsheet takes for a formula. -#}
{%- macro spreadsheet_text(text) -%}
    case
        when substr({{ text }}, 1, 1) in ('=', '+', '-', '@', '|', '%', chr(9), chr(10), chr(13)) then '''' || {{ text }}
        else {{ text }}
    end
{%- endmacro -%}
