{#- Whole minutes from one timestamp to a later one, as bigint: how often the clock's minute
    changes. -#}
{%- macro minutes_between(first, last) -%}
    {{ adapter.dispatch('minutes_between', 'ad_metrics')(first, last) }}
{%- endmacro -%}

{%- macro default__minutes_between(first, last) -%}
    cast({{ dbt.datediff(first, last, 'minute') }} as bigint)
{%- endmacro -%}

{#- dbt's own way on Spark rounds a part of a minute up. -#}
{%- macro spark__minutes_between(first, last) -%}
    (unix_timestamp({{ last }}) div 60 - unix_timestamp({{ first }}) div 60)
{%- endmacro -%}
