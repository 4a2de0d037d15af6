{#- The coarsest period that any of the rows at hand was kept in: month, day or hour. -#}
{%- macro coarsest_period_grain() -%}
    case
        when sum(case when period_grain = 'month' then 1 else 0 end) > 0 then 'month'
        when sum(case when period_grain = 'day' then 1 else 0 end) > 0 then 'day'
        else 'hour'
    end
{%- endmacro -%}
