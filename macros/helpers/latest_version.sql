{#- Of the rows of a relation that share a key, the one that comes first in this order; a column `version` is added. -#}
{%- macro latest_version(relation, key, order) -%}
    (
        select *
        from (
            select
                *,
                row_number() over (partition by {{ key }} order by {{ order }}) as version
            from {{ relation }}
        ) as versions
        where version = 1
    )
{%- endmacro -%}
