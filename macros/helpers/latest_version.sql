{#- Of the rows of a relation that share a key and meet a condition, the one that comes first in
    this order; a column `version` is added. -#}
{%- macro latest_version(relation, key, order, where='true') -%}
    (
        select *
        from (
            select
                *,
                row_number() over (partition by {{ key }} order by {{ order }}) as version
            from {{ relation }}
            where {{ where }}
        ) as versions
        where version = 1
    )
{%- endmacro -%}
