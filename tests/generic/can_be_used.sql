{#- Stops the build where a raw table is not what its sender says it is, in control_totals.csv, or
    lost more rows to rejected_rows than rejected_share_limit allows; tells each reason with its
    count. A single row is let pass in a table of any size. It stands on each table by itself, as
    dbt holds back only what comes after all the models that a test is about. Events have no control
    totals, and no source_name here; how many were read stands in a table of its own. -#}
{% test can_be_used(model, table, source_name=none, rows_read=none) %}

{%- if source_name %}
{%- do ad_metrics.stop_build(
    ad_metrics.control_totals(source_name, table),
    'The extract is cut off, doubled or of another time than its control totals. Export both again'
) %}
{%- endif %}

{%- set limit = ad_metrics.setting('rejected_share_limit') %}
{%- set text = ad_metrics.type_text() %}
{%- set query %}
with

counted as (
    select
        (
            select coalesce(sum(case when verdict = 'rejected' then 1 else 0 end), 0)
            from {{ model }}
        ) as rejected_rows,
        (
            select coalesce(sum(raw_rows_read), 0)
            from {{ rows_read or model }}
        ) as raw_rows
    from (select 1 as one) as nothing
),

reasons as (
    select
        rejected_because,
        min(raw_key) as example,
        count(*) as rejected_rows,
        row_number() over (order by count(*) desc, rejected_because) as place,
        count(*) over () as number_of_reasons
    from {{ model }}
    where verdict = 'rejected'
    group by rejected_because
)

select
    case
        when reasons.place = 1
            then '{{ table }}: ' || cast(counted.rejected_rows as {{ text }}) || ' of '
            || cast(counted.raw_rows as {{ text }}) || ' rows are rejected: '
        else ''
    end
    || cast(reasons.rejected_rows as {{ text }}) || ' because ' || reasons.rejected_because
    || coalesce(', for instance ' || substr(reasons.example, 1, 200), '') as problem
from reasons
cross join counted
where counted.rejected_rows > 1 and counted.rejected_rows > counted.raw_rows * {{ limit }}
order by reasons.place
{%- endset %}

{{ ad_metrics.stop_build(
    query,
    'Every row is in ' ~ model ~ ' with its verdict. Correct the rows at the source, or raise the'
    ~ ' var rejected_share_limit (a share of the rows, now ' ~ limit ~ ')'
) }}

{% endtest %}
