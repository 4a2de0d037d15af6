{#- The measures that marketing spend may tell, in the order of the registry. A measure that is
    optional there is a column of the layout marketing_spend that a file need not have. -#}
{%- macro spend_measures() -%}
    {{ return([
        'impressions', 'clicks', 'conversions', 'measurable_impressions', 'viewable_impressions',
        'video_starts', 'video_first_quartiles', 'video_midpoints', 'video_third_quartiles',
        'video_completes', 'video_views', 'conversion_value', 'investment',
    ]) }}
{%- endmacro -%}


{#- Those of them that are no amounts. -#}
{%- macro spend_counts() -%}
    {%- set amounts = ad_metrics.amounts() -%}
    {{ return(ad_metrics.spend_measures() | reject('in', amounts) | list) }}
{%- endmacro -%}


{#- The columns of those that not every file of the layout marketing_spend has, for judged(). -#}
{%- macro optional_spend_columns() -%}
    {%- set registry = ad_metrics.measure_registry() -%}
    {%- set columns = [] -%}
    {%- for measure in ad_metrics.spend_measures() if registry[measure].optional -%}
        {%- do columns.append(
            ad_metrics.optional(ad_metrics.count_column(measure, measure, required=false))
        ) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}
