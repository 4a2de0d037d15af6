{#- Stops the build where a raw table lost more rows to rejected_rows than rejected_share_limit
    allows; a single row is let pass in a table of any size. It stands on each table by itself, as
    dbt holds back only what comes after all the models that a test is about. -#}
{% test rejected_share_below_limit(model, table) %}

{%- set limit = ad_metrics.setting('rejected_share_limit') %}
{%- set query %}
select
    '{{ table }}: ' || cast(rejected_rows as {{ ad_metrics.type_text() }}) || ' of '
    || cast(raw_rows as {{ ad_metrics.type_text() }}) || ' rows are rejected, for instance because '
    || example as problem
from (
    select
        count(case when verdict = 'rejected' then 1 end) as rejected_rows,
        coalesce(sum(raw_rows_read), 0) as raw_rows,
        min(rejected_because) as example
    from {{ model }}
) as counted
where rejected_rows > 1 and rejected_rows > raw_rows * {{ limit }}
{%- endset %}

{{ ad_metrics.stop_build(
    query,
    'Every row is in ' ~ model ~ ' with its verdict. Correct the rows at the source, or raise the'
    ~ ' var rejected_share_limit (a share of the rows, now ' ~ limit ~ ')'
) }}

{% endtest %}
