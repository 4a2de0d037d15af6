{#- An eight-byte float. dbt's own type_float is four bytes wide on DuckDB. -#}
{%- macro type_double() -%}{{ adapter.dispatch('type_double', 'ad_metrics')() }}{%- endmacro -%}

{%- macro default__type_double() -%}double precision{%- endmacro -%}

{%- macro spark__type_double() -%}double{%- endmacro -%}


{#- Text without a length limit. -#}
{%- macro type_text() -%}{{ adapter.dispatch('type_text', 'ad_metrics')() }}{%- endmacro -%}

{%- macro default__type_text() -%}varchar{%- endmacro -%}

{%- macro spark__type_text() -%}string{%- endmacro -%}


{#- A decimal of at least so many digits, so many of them after the point. -#}
{%- macro type_decimal(precision, scale) -%}
    {{ adapter.dispatch('type_decimal', 'ad_metrics')(precision, scale) }}
{%- endmacro -%}

{%- macro default__type_decimal(precision, scale) -%}
    decimal({{ precision }}, {{ scale }})
{%- endmacro -%}


{#- What a client pays per unit, per thousand or per month. -#}
{%- macro type_rate() -%}{{ ad_metrics.type_decimal(18, 6) }}{%- endmacro -%}


{#- Amounts of money: one impression at a CPM rate of six decimals is still exact. -#}
{%- macro type_money() -%}{{ ad_metrics.type_decimal(28, 9) }}{%- endmacro -%}


{#- Counts that may be shares of a whole one: conversions that a platform credits to several clicks.
    Nine decimals, so that three thirds are one to the last digit that money has. -#}
{%- macro type_quantity() -%}{{ ad_metrics.type_decimal(28, 9) }}{%- endmacro -%}


{#- Whether the name of a column's type, in lower case, is that of a text. -#}
{%- macro is_text_type(name) -%}
    {{ return(name.startswith(('varchar', 'character', 'char', 'text', 'string'))) }}
{%- endmacro -%}
