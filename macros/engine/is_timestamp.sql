{#- Whether a text is a time of the calendar, written as 2026-10-22 13:00:00 (fractions of a second
    may follow; an offset may not), from 1990 to 2099. -#}
{%- macro is_timestamp(text) -%}
    {{ adapter.dispatch('is_timestamp', 'ad_metrics')(text) }}
{%- endmacro -%}

{#- Engines without a cast that answers null: months of 31, 30 and 29 days by pattern, leap years by
    rule. -#}
{%- macro default__is_timestamp(text) -%}
    {%- set year = '(199[0-9]|20[0-9]{2})' -%}
    {%- set month_and_day = '((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])'
        ~ '|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))' -%}
    {%- set time = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?' -%}
    {%- set leap_year = '[0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00' -%}
    (
        {{ ad_metrics.matches(text, year ~ '-' ~ month_and_day ~ ' ' ~ time) }}
        and (
            substr({{ text }}, 6, 5) <> '02-29'
            or {{ ad_metrics.matches('substr(' ~ text ~ ', 1, 4)', leap_year) }}
        )
    )
{%- endmacro -%}
