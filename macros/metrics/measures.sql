{#- The additive measures of delivery that are counts, in the order of the marts' columns. -#}
{%- macro counts() -%}
    {{ return([
        'requests', 'impressions', 'clicks', 'conversions', 'pending_conversions', 'impression_conversions',
        'click_conversions', 'items',
    ]) }}
{%- endmacro -%}


{#- The additive measures that are amounts of money. -#}
{%- macro amounts() -%}
    {{ return(['conversion_value', 'investment', 'booked_revenue', 'earned_revenue', 'revenue', 'media_cost']) }}
{%- endmacro -%}


{#- The sums of every additive measure of delivery, as select columns. Nothing else may be added up. A count that the source does not tell
    is null; without any delivery it is 0. -#}
{%- macro measures() -%}
    {%- for count in ad_metrics.counts() %}
    {%- set total = 'sum(' ~ count ~ ')' if count == 'items' else 'coalesce(sum(' ~ count ~ '), case when count(source_rows) = 0 then 0 end)' %}
    cast({{ total }} as {{ ad_metrics.type_quantity() if count == 'conversions' else 'bigint' }}) as {{ count }},
    {%- endfor %}
    {%- for amount in ad_metrics.amounts() %}
    cast(sum({{ amount }}) as {{ ad_metrics.type_money() }}) as {{ amount }},
    {%- endfor %}
    {{ ad_metrics.margin() }} as margin
{%- endmacro -%}


{#- The measures as select columns of rows that hold their sums already. -#}
{%- macro summed_measures(relation) -%}
    {%- for measure in ad_metrics.counts() + ad_metrics.amounts() + ['margin'] %}
    {{ relation }}.{{ measure }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}
