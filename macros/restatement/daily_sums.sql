{#- The body of an incremental model with the sums of every measure by day and currency and these
    columns of the facts. Only days whose facts were written since are summed anew. Each of them has
    a row without keys too, with what it was made from, so that what it had gives way where it has
    nothing any more, and nothing else has to remember how far this model came. -#}
{%- macro daily_sums(keys) -%}
{%- set facts = ref('ad_metrics', 'fct_delivery') -%}
{%- set text = ad_metrics.type_text() -%}
{%- set without_keys = keys + ['currency', 'period_grain', 'source_rows'] + ad_metrics.counts()
    + ad_metrics.amounts() -%}
{%- set made_from -%}
    select
        date_day,
        cast(sum(row_hash) as {{ text }}) as made_from
    from (
        -- The hours of a UTC day may lie in the local days beside it.
        {%- for days in [-1, 0, 1] %}
        select
            cast({{ dbt.dateadd('day', days, 'utc_day') }} as date) as date_day,
            {{ ad_metrics.row_hash(['source', 'utc_day', 'fingerprint']) }} as row_hash
        from {{ ad_metrics.fact_days() if execute else facts }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as hashed
    group by date_day
{%- endset -%}
{%- set changed = run_query(
    'select cast(coalesce(now.date_day, before.date_day) as ' ~ text ~ ') as date_day from ('
    ~ made_from ~ ') as now full outer join (select date_day, made_from from ' ~ this
    ~ ' where made_from is not null) as before on now.date_day = before.date_day'
    ~ " where coalesce(now.made_from, '') <> coalesce(before.made_from, '')"
).columns[0].values() if execute and is_incremental() -%}
with

made_from as ({{ made_from }}),

delivery as (
    select * from {{ facts }}
    {%- if is_incremental() %}
    where date_day in ({{ ad_metrics.date_literals(changed) }})
    {%- endif %}
)

select
    date_day,
    {%- for key in keys %}
    {{ key }},
    {%- endfor %}
    currency,
    {{ ad_metrics.coarsest_period_grain() }} as period_grain,
    cast(count(*) as bigint) as source_rows,
    {{ ad_metrics.measures() }},
    cast(null as {{ text }}) as made_from
from delivery
group by date_day, {{ keys | join(', ') }}, currency

union all

select
    date_day,
    {%- for column in without_keys %}
    null as {{ column }},
    {%- endfor %}
    made_from
from made_from
{%- if is_incremental() %}
where date_day in ({{ ad_metrics.date_literals(changed) }})

union all

-- Days that the facts no longer have.
select
    before.date_day,
    {%- for column in without_keys %}
    null as {{ column }},
    {%- endfor %}
    '' as made_from
from {{ this }} as before
left join made_from on before.date_day = made_from.date_day
where before.made_from <> '' and made_from.date_day is null
{%- endif %}
{%- endmacro -%}
