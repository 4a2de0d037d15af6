with

rejected as (
    {%- for judged in ad_metrics.judged_tables() %}
    select
        '{{ judged.of }}' as source,
        '{{ judged.table }}' as raw_table,
        raw_place as load_name,
        raw_line,
        raw_key,
        rejected_because,
        raw_row
    from {{ ref(judged.model) }}
    where verdict = 'rejected'

    union all
    {% endfor %}
    select
        'ad_events' as source,
        raw_table,
        coalesce(raw_place, load_name) as load_name,
        cast(null as bigint) as raw_line,
        raw_key,
        rejected_because,
        raw_row
    from {{ ref('base_ad_events') }}
    where verdict = 'rejected'
)

select * from rejected
