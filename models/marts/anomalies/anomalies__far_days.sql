-- Few days of delivery that are far from all other of their source: days less than two years apart
-- are of one island, and all but a source's greatest island are far from it. Many days are a
-- history.
{%- set two_years_before = dbt.dateadd('day', -730, 'utc_day') %}

with

facts as (select * from {{ ref('ad_metrics', 'fct_delivery') }}),

days as (
    select distinct
        source,
        utc_day
    from facts
),

steps as (
    select
        source,
        utc_day,
        case
            when
                lag(utc_day) over (partition by source order by utc_day) < {{ two_years_before }}
                then 1
            else 0
        end as is_first
    from days
),

islands as (
    select
        source,
        utc_day,
        sum(is_first) over (partition by source order by utc_day) as island
    from steps
),

ranked as (
    select
        source,
        island,
        count(*) as days_of_island,
        row_number() over (
            partition by source order by count(*) desc, max(utc_day) desc
        ) as place
    from islands
    group by source, island
)

select
    islands.source,
    islands.utc_day
from islands
inner join ranked on islands.source = ranked.source and islands.island = ranked.island
where ranked.place > 1 and ranked.days_of_island <= 10
