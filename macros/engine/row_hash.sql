{#- A number that differs, as good as surely, where any of these values does; null counts as a
    value. It is only ever compared with one that the same engine worked out. -#}
{%- macro row_hash(values) -%}
    {{ adapter.dispatch('row_hash', 'ad_metrics')(values) }}
{%- endmacro -%}

{%- macro default__row_hash(values) -%}
    hashtextextended(cast(row({{ values | join(', ') }}) as text), 0)
{%- endmacro -%}

{%- macro duckdb__row_hash(values) -%}
    hash({{ values | join(', ') }})
{%- endmacro -%}

{#- xxhash64 passes over nulls, so what is null is told too; as a decimal, as Spark's sums of bigint
    overflow. -#}
{%- macro spark__row_hash(values) -%}
    cast(xxhash64(
        {%- for value in values %}
        {{ value }}, {{ value }} is null
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
    ) as decimal(20, 0))
{%- endmacro -%}
