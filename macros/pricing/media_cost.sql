{#- What the website is paid for a row of delivery. Without a cost type it costs nothing; of a type
    that cannot be worked out, null. -#}
{%- macro media_cost(
    cost_type='cost_type',
    cost='cost',
    impressions='impressions',
    clicks='clicks',
    conversions='conversions',
    items='items',
    conversion_value='conversion_value',
    revenue='revenue',
    fixed_cost='null'
) -%}
    {%- set hundred_millionths = 'cast(' ~ cost ~ ' as ' ~ ad_metrics.type_money()
        ~ ') * 1000000' -%}
    case
        when {{ cost_type }} is null then cast(0 as {{ ad_metrics.type_money() }})
        when {{ cost_type }} = 'cpm' then {{ ad_metrics.exact_product(cost, impressions, '0.001') }}
        when {{ cost_type }} = 'cpc' then {{ ad_metrics.exact_product(cost, clicks) }}
        when {{ cost_type }} = 'cpa' then {{ ad_metrics.exact_product(cost, conversions) }}
        when {{ cost_type }} = 'item' then {{ ad_metrics.exact_product(cost, items) }}
        when {{ cost_type }} = 'revenue_share'
            then {{ ad_metrics.exact_share(revenue, hundred_millionths, '100000000') }}
        when {{ cost_type }} = 'basket_share'
            then {{ ad_metrics.exact_share(conversion_value, hundred_millionths, '100000000') }}
        when {{ cost_type }} = 'fixed' then cast({{ fixed_cost }} as {{ ad_metrics.type_money() }})
    end
{%- endmacro -%}
