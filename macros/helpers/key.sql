{#- A key that is unique over all sources: the source's name and its own id. -#}
{%- macro key(source_name, id) -%}
    {{ source_name }} || ':' || {{ id }}
{%- endmacro -%}
