{#- One of the columns that the files beside this one declare, which the raw table need not
    have. -#}
{%- macro optional(column) -%}
    {%- do column.update({'optional': true}) -%}
    {{ return(column) }}
{%- endmacro -%}
