{#- A number from 0 up to 2^60 that is the same for the same text on every engine, and as good as
    evenly spread. -#}
{%- macro uniform_hash(text) -%}
    {{ adapter.dispatch('uniform_hash', 'ad_metrics')(text) }}
{%- endmacro -%}

{%- macro default__uniform_hash(text) -%}
    cast(cast(cast('x' || substr(md5({{ text }}), 1, 15) as bit(60)) as bigint) as bigint)
{%- endmacro -%}

{%- macro duckdb__uniform_hash(text) -%}
    cast('0x' || substr(md5({{ text }}), 1, 15) as bigint)
{%- endmacro -%}

{%- macro spark__uniform_hash(text) -%}
    cast(conv(substr(md5({{ text }}), 1, 15), 16, 10) as bigint)
{%- endmacro -%}
