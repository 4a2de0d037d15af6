{{ config(enabled=ad_metrics.is_on('marketing_spend')) }}
-- Every judged row of every platform's spend, with the currency that it is in as far as anybody
-- says.
{%- set adapters = ad_metrics.spend_adapters() %}
{%- set micros = {
    'conversion_value': 'coalesce(conversion_value, conversion_value_from_micros)',
    'investment': 'coalesce(investment, investment_from_micros)',
} %}
{%- set is_counted = ad_metrics.spend_is_counted(micros.investment) %}
{%- set registry = ad_metrics.measure_registry() %}

with

-- A platform tells one currency of an account; our own layout may have several.
platform_accounts as (
    {%- for adapter in adapters if adapter.tells_accounts %}
    select distinct
        '{{ adapter.table }}' as raw_table,
        account_id,
        currency
    from {{ adapter.rows }}
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}
),

accounts as (select * from {{ ref('ad_metrics', 'stg_reference__advertiser_accounts') }}),

judged_rows as (
    {%- for adapter in adapters %}
    select
        '{{ adapter.table }}' as raw_table,
        verdict,
        load_name,
        raw_place,
        raw_day,
        raw_rows_read,
        {{ adapter.platform }} as platform,
        {{ adapter.account_id }} as account_id,
        {{ adapter.currency or 'null' }} as currency,
        {%- for measure in ad_metrics.spend_measures() %}
        {% if adapter.is_own_layout -%}
        case when {{ is_counted }} then {{ micros.get(measure, measure) }} end as {{ measure }}
        {%- elif measure in (adapter.lacks or []) or registry[measure].optional -%}
        null as {{ measure }}
        {%- else -%}
        {{ measure }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ adapter.judged }}
    {%- if not loop.last %}

    union all
    {% endif %}
    {%- endfor %}
)

select
    judged_rows.raw_table,
    judged_rows.verdict,
    judged_rows.load_name,
    judged_rows.raw_place,
    judged_rows.raw_day,
    judged_rows.raw_rows_read,
    case
        when judged_rows.verdict <> 'day'
            then coalesce(
                judged_rows.currency,
                platform_accounts.currency,
                accounts.currency,
                {{ ad_metrics.currency_not_stated() }}
            )
    end as currency,
    {%- for measure in ad_metrics.spend_measures() %}
    judged_rows.{{ measure }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from judged_rows
left join platform_accounts
    on
        judged_rows.raw_table = platform_accounts.raw_table
        and judged_rows.account_id = platform_accounts.account_id
left join accounts
    on judged_rows.platform = accounts.platform and judged_rows.account_id = accounts.account_id
