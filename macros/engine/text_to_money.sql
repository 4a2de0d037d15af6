{#- A text that is an amount as money. -#}
{%- macro text_to_money(text) -%}
    {{ adapter.dispatch('text_to_money', 'ad_metrics')(text) }}
{%- endmacro -%}

{%- macro default__text_to_money(text) -%}
    cast({{ text }} as {{ ad_metrics.type_money() }})
{%- endmacro -%}

{#- DuckDB parses a decimal of up to 18 digits twenty times as fast as a wider one. -#}
{%- macro duckdb__text_to_money(text) -%}
    case
        when length({{ text }}) < 10 or strpos({{ text }}, '.') between 2 and 10
            then cast(cast({{ text }} as decimal(18, 9)) as {{ ad_metrics.type_money() }})
        else cast({{ text }} as {{ ad_metrics.type_money() }})
    end
{%- endmacro -%}
