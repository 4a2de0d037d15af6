with

rejected as (
    {%- for judged in ad_metrics.judged_tables() %}
    select
        '{{ judged.of }}' as source,
        '{{ judged.table }}' as raw_table,
        load_name,
        raw_key,
        rejected_because,
        raw_row
    from {{ ref(judged.model) }}
    where verdict = 'rejected'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from rejected
