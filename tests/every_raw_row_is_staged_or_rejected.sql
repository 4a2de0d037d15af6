-- Fails for every table of which a raw row is neither staged nor rejected.
{%- set tables = ad_metrics.revive_tables() %}

with

counted as (
    {%- for table in tables %}
    select
        '{{ table }}' as raw_table,
        (select count(*) from {{ ad_metrics.raw_table('revive', table).sql }}) as raw_rows,
        (select count(*) from {{ ref('stg_revive__' ~ table) }}) as staged_rows,
        (
            select count(*)
            from {{ ref('rejected_rows') }}
            where raw_table = '{{ table }}'
        ) as rejected_rows
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select *
from counted
where raw_rows <> staged_rows + rejected_rows
