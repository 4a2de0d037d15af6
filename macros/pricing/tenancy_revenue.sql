{#- One row's part of a monthly fee: fee * share of the month / rows that share it, rounded half up
    once at nine decimals. -#}
{%- macro tenancy_revenue(rate, month_share_numerator, month_share_denominator, rows_in_period) -%}
    {{ ad_metrics.exact_quotient(
        rate, month_share_numerator, month_share_denominator ~ ' * ' ~ rows_in_period
    ) }}
{%- endmacro -%}
