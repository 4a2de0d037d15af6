{#- Every rate over the rows at hand, as select columns. Each is a quotient of two sums, worked out at
    the grain at which it is shown. -#}
{%- macro rates() -%}
    {{ ad_metrics.cpt() }} as cpt,
    {{ ad_metrics.cost_per_impression() }} as cost_per_impression,
    {{ ad_metrics.cpc() }} as cpc,
    {{ ad_metrics.cpa() }} as cpa,
    {{ ad_metrics.ecpm() }} as ecpm,
    {{ ad_metrics.ecpc() }} as ecpc,
    {{ ad_metrics.ecpa() }} as ecpa,
    {{ ad_metrics.ctr() }} as ctr,
    {{ ad_metrics.click_conversion_rate() }} as click_conversion_rate,
    {{ ad_metrics.impression_conversion_rate() }} as impression_conversion_rate,
    {{ ad_metrics.fill_rate() }} as fill_rate,
    {{ ad_metrics.roas() }} as roas,
    {{ ad_metrics.roi() }} as roi,
    {{ ad_metrics.average_conversion_value() }} as average_conversion_value,
    {{ ad_metrics.items_per_conversion() }} as items_per_conversion
{%- endmacro -%}
