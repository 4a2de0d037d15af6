{#- The rows of a seed that users fill, each column as its type; none in a project that never ran
    dbt seed. -#}
{%- macro seed_rows(seed, columns) -%}
    {%- set relation = ref(seed) -%}
    {%- set is_seeded = not execute or load_cached_relation(relation) -%}
    select
        {%- for name, type in columns.items() %}
        cast({{ name if is_seeded else 'null' }} as {{ type }}) as {{ name }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    {%- if is_seeded %}
    from {{ relation }}
    {%- else %}
    from (select 1 as one) as nothing
    where false
    {%- endif %}
{%- endmacro -%}
