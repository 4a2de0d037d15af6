with

rejected as (
    {%- for table in ad_metrics.revive_tables() %}
    select
        'revive' as source,
        '{{ table }}' as raw_table,
        load_name,
        raw_key,
        rejected_because,
        raw_row
    from {{ ref('base_revive__' ~ table) }}
    where verdict = 'rejected'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from rejected
