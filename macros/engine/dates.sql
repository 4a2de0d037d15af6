{#- Days, which are texts such as 2026-10-22 in Jinja, as a list of SQL; null where there are
    none. -#}
{%- macro date_literals(days) -%}
    {%- for day in days -%}
        cast('{{ day }}' as date)
        {{- ', ' if not loop.last }}
    {%- else -%}
        null
    {%- endfor -%}
{%- endmacro -%}


{#- The day so many days after a day, both as text. -#}
{%- macro day_after(day, days=1) -%}
    {%- set later = modules.datetime.timedelta(days=days) -%}
    {{ return((modules.datetime.date.fromisoformat(day) + later) | string) }}
{%- endmacro -%}
