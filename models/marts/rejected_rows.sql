{%- set tables = ad_metrics.revive_tables() %}

with

rejected as (
    {%- for table in tables %}
    select
        'revive' as source,
        raw_table,
        raw_key,
        rejected_because
    from {{ ref('base_revive__' ~ table) }}
    where rejected_because is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from rejected
