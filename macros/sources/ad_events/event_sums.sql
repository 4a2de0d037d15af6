{#- The columns of base_ad_events__hours, name to type: the sums of staged events by hour and
    whatever else tells delivery apart. -#}
{%- macro event_hour_columns() -%}
    {%- set text = ad_metrics.type_text() -%}
    {%- set columns = {'raw_day': 'date'} -%}
    {%- do columns.update(ad_metrics._event_keys()) -%}
    {%- for measure in ad_metrics.event_measures() -%}
        {%- do columns.update({measure: 'bigint'}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro -%}


{%- macro _event_keys() -%}
    {%- set text = ad_metrics.type_text() -%}
    {{ return({
        'hour_at': 'timestamp', 'campaign_id': text, 'creative_id': text, 'placement_id': text,
        'country': text, 'device': text, 'currency': text, 'is_invalid': 'boolean',
    }) }}
{%- endmacro -%}


{#- An event without a creative or a placement is one of an unknown one. -#}
{%- macro _or_unknown(key, value) -%}
    {{ return(
        "coalesce(" ~ value ~ ", 'unknown')" if key in ('creative_id', 'placement_id') else value
    ) }}
{%- endmacro -%}


{%- macro event_measures() -%}
    {{ return([
        'impressions', 'clicks', 'conversions', 'impression_conversions', 'click_conversions',
        'items', 'price_micros', 'value_micros',
    ]) }}
{%- endmacro -%}


{#- The sums of a window's staged events, invalid traffic told apart. -#}
{%- macro counted_events(plan, window) -%}
{%- set keys = ad_metrics._event_keys() | list -%}
{%- set measures = ad_metrics.event_measures() -%}
with

{% for table in plan.sources %}
{{ ad_metrics._event_ctes(plan, window, table) }},
{% endfor %}
{% for table in plan.sources %}
{{ table }}_groups as (
    select
        {%- for key in keys %}
        {{ ad_metrics._grouped_key(plan, table, key) }} as {{ key }},
        {%- endfor %}
        {%- for measure in measures %}
        {{ ad_metrics._event_measure(plan, table, measure) }} as {{ measure }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ table }}_used
    where is_fine
    group by
        {%- for key in keys %}
        {{ ad_metrics._grouped_key(plan, table, key) }}{{ ',' if not loop.last }}
        {%- endfor %}
),

{% endfor %}
all_groups as (
    {%- for table in plan.sources %}
    select
        {{ (keys + measures) | join(', ') }}
    from {{ table }}_groups
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

summed as (
    select
        {{ keys | join(', ') }},
        {%- for measure in measures %}
        {#- A group has one row of each kind, and all but prices are told by one kind only; sums
            would take a third longer. #}
        {{ 'sum' if measure == 'price_micros' else 'max' }}({{ measure }}) as {{ measure }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from all_groups
    group by {{ keys | join(', ') }}
)

{% set values = {'raw_day': 'hour_at'} -%}
{%- for key in keys -%}
    {%- do values.update({key: ad_metrics._key_of_group(plan, key)}) -%}
{%- endfor -%}
{%- for measure in measures -%}
    {%- do values.update({measure: measure}) -%}
{%- endfor -%}
{{ ad_metrics.typed_row(ad_metrics.event_hour_columns(), values) }}
from summed
{{ ad_metrics.in_order_of(['hour_at']) }}
{%- endmacro -%}
