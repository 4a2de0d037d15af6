{#- Rows with the period that Revive keeps their time in, as `period_at` and `period_grain`: an
    hour, or the day or month that the server has condensed its hours into. -#}
{%- macro in_revive_periods(relation, at) -%}
    {%- set at = 'timed.' ~ at -%}
    {%- set condensed = ref('ad_metrics', 'int_revive__condensed_days') -%}
    (
        select
            timed.*,
            case
                when months.utc_month is not null then cast(months.utc_month as timestamp)
                when days.utc_day is not null then cast(days.utc_day as timestamp)
                else cast({{ dbt.date_trunc('hour', at) }} as timestamp)
            end as period_at,
            case
                when months.utc_month is not null then 'month'
                when days.utc_day is not null then 'day'
                else 'hour'
            end as period_grain
        from {{ relation }} as timed
        left join {{ condensed }} as days
            on cast({{ at }} as date) = days.utc_day and days.deleted_creative_id = ''
        left join (
            select distinct cast({{ dbt.date_trunc('month', 'utc_day') }} as date) as utc_month
            from {{ condensed }}
            where deleted_creative_id = '' and period_grain = 'month'
        ) as months on cast({{ dbt.date_trunc('month', at) }} as date) = months.utc_month
    )
{%- endmacro -%}
