{#- A number that differs, as good as surely, where any of these values does; null counts as a value. It is only ever
    compared with one that the same engine worked out. -#}
{%- macro row_hash(values) -%}{{ adapter.dispatch('row_hash', 'ad_metrics')(values) }}{%- endmacro -%}

{%- macro default__row_hash(values) -%}
    hashtextextended(cast(row({{ values | join(', ') }}) as text), 0)
{%- endmacro -%}

{%- macro duckdb__row_hash(values) -%}
    hash({{ values | join(', ') }})
{%- endmacro -%}

{%- macro spark__row_hash(values) -%}
    xxhash64(to_json(struct({{ values | join(', ') }})))
{%- endmacro -%}
