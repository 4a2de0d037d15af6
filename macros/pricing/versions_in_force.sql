{#- The body of a model with the spans in which each version of a history holds: one row per key and
    half-open span of hours [valid_from, valid_to). An open end is null: what was known first holds
    for all time before, what is known last for all time after.

    A new version holds from the hour in which the source says it was edited, as the ad server
    prices an hour when the hour is over. Where the source's time of edit did not move, it holds
    from when it was seen. A version that could not be read (its first column is `?`) is null as
    long as it is the last one; the next one that can be read holds in its place. -#}
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
),

followed as (
    select
        *,
        {{ columns[0] }} = '?' as is_unreadable,
        lag({{ columns[0] }}) over (partition by {{ key }} order by version) as column_before,
        lag(valid_from) over (partition by {{ key }} order by version) as valid_from_before,
        max(version) over (partition by {{ key }}) as last_version
    from starting
),

healed as (
    select
        *,
        case
            when column_before = '?' then valid_from_before
            else valid_from
        end as healed_valid_from
    from followed
    where not coalesce(is_unreadable, false) or version = last_version
)

select
    {{ key }},
    version,
    {%- for column in columns %}
    {% if loop.first %}nullif({{ column }}, '?') as {% endif %}{{ column }},
    {%- endfor %}
    healed_valid_from as valid_from,
    lead(healed_valid_from) over (partition by {{ key }} order by version) as valid_to
from healed
{%- endmacro -%}
