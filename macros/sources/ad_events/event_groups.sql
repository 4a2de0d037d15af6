{#- Whether events are grouped by a name as it was read: a whole number in every kind that has it.
    Grouping numbers costs half of grouping texts, and there are far fewer groups than events to
    make texts of; of whole numbers no two are the same text. -#}
{%- macro _is_grouped_as_read(plan, key) -%}
    {%- set types = [] -%}
    {%- for about in plan.sources.values()
        if key in about.columns and key not in ['hour_at', 'is_invalid', 'currency'] -%}
        {%- do types.append(about.columns[key]) -%}
    {%- endfor -%}
    {{ return(
        types | length > 0
        and types | reject('in', ['bigint', 'integer', 'smallint', 'tinyint']) | list == []
    ) }}
{%- endmacro -%}


{#- What the events of a kind are grouped by for a key. -#}
{%- macro _grouped_key(plan, table, key) -%}
    {%- if not ad_metrics._is_grouped_as_read(plan, key) -%}
        {{ return(ad_metrics._or_unknown(key, key)) }}
    {%- elif key in plan.sources[table].columns -%}
        {{ return('cast(raw_' ~ key ~ ' as bigint)') }}
    {%- endif -%}
    {{ return('cast(null as bigint)') }}
{%- endmacro -%}


{#- The key itself, of a group. -#}
{%- macro _key_of_group(plan, key) -%}
    {%- if not ad_metrics._is_grouped_as_read(plan, key) -%}
        {{ return(key) }}
    {%- endif -%}
    {%- set judgement = ad_metrics.reading_of(ad_metrics.name_column(key, key), 'bigint') -%}
    {{ return(ad_metrics._or_unknown(key, ad_metrics.read_value(judgement, key))) }}
{%- endmacro -%}


{#- The sum of a measure over one kind of events; what the logs as a whole do not tell is null, and
    0 where only this kind does not. -#}
{%- macro _event_measure(plan, table, measure) -%}
    {%- set nothing = 'cast(0 as bigint)' -%}
    {%- set not_told = 'cast(null as bigint)' -%}
    {%- set conversions = plan.sources.get('conversions', {'columns': {}}) -%}
    {%- if measure == table -%}
        count(*)
    {%- elif measure in ad_metrics.event_tables() -%}
        {{ nothing if measure in plan.sources else not_told }}
    {%- elif measure == 'price_micros' -%}
        sum(price_micros)
    {%- elif table == 'conversions' and measure.endswith('_conversions') -%}
        {%- set attribution = 'view' if measure.startswith('impression') else 'click' -%}
        sum(
            case when attribution = '{{ attribution }}' then 1
            when attribution is not null then 0 end
        )
    {%- elif table == 'conversions' -%}
        sum({{ measure }})
    {%- else -%}
        {{ nothing if 'attribution' in conversions.columns and measure.endswith('_conversions')
            else not_told }}
    {%- endif -%}
{%- endmacro -%}
