{#- A project that never ran dbt seed knows of no outages. #}
{%- set is_seeded = not execute or load_cached_relation(ref('known_outages')) %}

with

outages as (
    {%- if is_seeded %}
    select * from {{ ref('known_outages') }}
    {%- else %}
    select
        null as source,
        null as starts_at,
        null as ends_at,
        null as reason
    where false
    {%- endif %}
)

select
    cast(source as {{ ad_metrics.type_text() }}) as source,
    cast(starts_at as timestamp) as starts_at,
    cast(ends_at as timestamp) as ends_at,
    cast(reason as {{ ad_metrics.type_text() }}) as reason
from outages
