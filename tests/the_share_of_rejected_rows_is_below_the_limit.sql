-- Stops the build where a table lost more rows to rejected_rows than the var rejected_share_limit
-- allows; a single row is let pass in a table of any size.
{%- set query %}
with

shares as (
    {%- for table in ad_metrics.revive_tables() %}
    select
        '{{ table }}' as raw_table,
        count(case when verdict = 'rejected' then 1 end) as rejected_rows,
        count(*) as raw_rows,
        min(rejected_because) as example
    from {{ ref('base_revive__' ~ table) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    'Source revive: ' || cast(rejected_rows as {{ ad_metrics.type_text() }}) || ' of '
    || cast(raw_rows as {{ ad_metrics.type_text() }}) || ' rows of ' || raw_table
    || ' are rejected, for instance because ' || example as problem
from shares
where
    rejected_rows > 1
    and rejected_rows > raw_rows * {{ ad_metrics.setting('rejected_share_limit') }}
{%- endset %}

{{ ad_metrics.stop_build(
    query,
    "The base_ models hold every raw row with its verdict. Correct the rows at the source, or raise"
    ~ " the var rejected_share_limit (a share of the rows, now "
    ~ ad_metrics.setting('rejected_share_limit') ~ ')'
) }}
