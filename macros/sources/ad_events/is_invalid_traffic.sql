{#- Whether an event is invalid traffic, which no metric counts: SQL over the columns of one event,
    as they are read (event_columns.sql beside this file). A project with a rule of its own writes
    default__is_invalid_traffic and comes before ad_metrics in the search order of `dispatch`. -#}
{%- macro is_invalid_traffic() -%}
    {{ adapter.dispatch('is_invalid_traffic', 'ad_metrics')() }}
{%- endmacro -%}

{%- macro default__is_invalid_traffic() -%}coalesce(is_invalid = 'yes', false){%- endmacro -%}
