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


{#- The sum of a measure; null without asking the rows where nothing but spend is on, which does not have the
    measure. -#}
{%- macro _total(measure) -%}
    {{ return(
        'sum(' ~ measure ~ ')'
        if ad_metrics.has_side('sold') or measure in [
            'impressions', 'clicks', 'conversions', 'conversion_value', 'investment',
        ]
        else 'null'
    ) }}
{%- endmacro -%}


{#- The sums of every additive measure of delivery, as select columns. Nothing else may be added up. A count that the source does not tell
    is null; with `or_nothing` it is 0 where there is no delivery at all. -#}
{%- macro measures(or_nothing=false) -%}
    {%- for count in ad_metrics.counts() %}
    {%- set total = ad_metrics._total(count) %}
    {%- if or_nothing and count != 'items' %}
    {%- set total = 'coalesce(' ~ total ~ ', case when count(source_rows) = 0 then 0 end)' %}
    {%- endif %}
    cast({{ total }} as {{ ad_metrics.type_quantity() if count == 'conversions' else 'bigint' }}) as {{ count }},
    {%- endfor %}
    {%- for amount in ad_metrics.amounts() %}
    cast({{ ad_metrics._total(amount) }} as {{ ad_metrics.type_money() }}) as {{ amount }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}


{#- The measures as select columns of rows that hold their sums already. -#}
{%- macro summed_measures(relation) -%}
    {%- for measure in ad_metrics.counts() + ad_metrics.amounts() %}
    {{ relation }}.{{ measure }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro -%}
