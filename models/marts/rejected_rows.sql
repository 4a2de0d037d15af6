{%- set tables = [
    'affiliates', 'banners', 'campaigns', 'clients', 'data_bkt_a', 'data_bkt_c', 'data_bkt_m', 'data_bkt_r',
    'data_intermediate_ad_connection', 'data_summary_ad_hourly', 'trackers', 'zones',
] %}

with

rejected as (
    {%- for table in tables %}
    select 'revive' as source, raw_table, raw_key, rejected_because
    from {{ ref('base_revive__' ~ table) }}
    where rejected_because is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from rejected
