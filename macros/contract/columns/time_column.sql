{#- A point in time in UTC. A zero date (0000-00-00 00:00:00) is an empty one. -#}
{%- macro time_column(raw, name, required=true) -%}
    {{ return({'kind': 'time', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_time(column, raw_type) -%}
    {%- set trimmed = ad_metrics.trimmed('<value>') -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- set good = ad_metrics.is_timestamp(trimmed) -%}
        {%- set value = 'cast(' ~ trimmed ~ ' as timestamp)' -%}
    {%- else -%}
        {%- set good = "<value> >= cast('1990-01-01' as timestamp)"
            ~ " and <value> < cast('2100-01-01' as timestamp)" -%}
        {%- set value = ad_metrics.zoned_to_utc('<value>') if 'with time zone' in raw_type
            else 'cast(<value> as timestamp)' -%}
    {%- endif -%}
    {{ return({
        'what': 'a time from 1990 to 2099 written as 2026-10-22 13:00:00',
        'good': good,
        'value': value,
        'type': 'timestamp',
        'also_empty': " or <value> like '0000-00-00%'",
        'rejects': column.required,
    }) }}
{%- endmacro -%}
