{#- The body of a model with the spans in which each version of a history holds: one row per key and half-open span of hours
    [valid_from, valid_to). An open end is null: what was known first holds for all time before, what is known last for all time after.

    A new version holds from the hour in which the source says it was edited, as the ad server prices an hour when the hour is over. Where
    the source's time of edit did not move, it holds from when it was seen. -#}
{%- macro versions_in_force(history, key, columns) -%}
with

versions as (select * from {{ history }}),

numbered as (
    select
        {{ key }},
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        source_updated_at,
        cast(dbt_valid_from as timestamp) as seen_at,
        -- A version ends when the next is seen, so the ends are in order even where a clock that
        -- was set back began a version before the one that it follows.
        row_number() over (
            partition by {{ key }}
            order by case when dbt_valid_to is null then 1 else 0 end, dbt_valid_to
        ) as version
    from versions
),

compared as (
    select
        *,
        lag(source_updated_at) over (partition by {{ key }} order by version) as previous_updated_at
    from numbered
),

dated as (
    select
        *,
        case
            when version = 1 then null
            when source_updated_at > previous_updated_at then source_updated_at
            else seen_at
        end as changed_at
    from compared
),

starting as (
    select
        *,
        case
            when version > 1
                then cast({{ dbt.date_trunc(
                    'hour', 'max(changed_at) over (partition by ' ~ key ~ ' order by version)'
                ) }} as timestamp)
        end as valid_from
    from dated
)

select
    {{ key }},
    version,
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    valid_from,
    lead(valid_from) over (partition by {{ key }} order by version) as valid_to
from starting
{%- endmacro -%}
