{#- The body of a model that keeps every version of its rows, in the columns of dbt's snapshots:
    where there are none. A version ends when another is seen; what is not there any more stays as
    it was. -#}
{%- macro history(today, key, columns) -%}
{%- set before = ad_metrics.last_build_of(this) if execute -%}
{%- set now = 'cast(' ~ ad_metrics.utc_now() ~ ' as timestamp)' -%}
with

today as (select * from {{ today }})

{% if before -%}
, known as (select * from {{ before }}),

compared as (
    select
        today.{{ key }},
        known.{{ key }} is not null as is_known,
        {%- for column in columns %}
        {{ 'or ' if not loop.first }}today.{{ column }} is distinct from known.{{ column }}
        {%- endfor %} as is_other
    from today
    left join known on today.{{ key }} = known.{{ key }} and known.dbt_valid_to is null
)

select
    known.{{ key }},
    {%- for column in columns %}
    known.{{ column }},
    {%- endfor %}
    known.source_updated_at,
    known.dbt_valid_from,
    case
        when known.dbt_valid_to is null and compared.is_other then {{ now }}
        else known.dbt_valid_to
    end as dbt_valid_to
from known
left join compared on known.{{ key }} = compared.{{ key }}

union all

{% endif -%}
select
    today.{{ key }},
    {%- for column in columns %}
    today.{{ column }},
    {%- endfor %}
    today.source_updated_at,
    {{ now }} as dbt_valid_from,
    cast(null as timestamp) as dbt_valid_to
from today
{%- if before %}
inner join compared on today.{{ key }} = compared.{{ key }}
where not compared.is_known or compared.is_other
{%- endif %}
{%- endmacro -%}
