{#- How a declared column is read from raw values of a type: SQL in which <value> stands for the raw
    value.

    good      whether the value can be read: text by a pattern before it is cast, as a cast alone
              takes 300.6 or 0x10; a typed column by its range
    value     the value as it is typed, where it is good, and its `type`
    empty     whether there is none
    fine      whether it is as declared: good, or empty where it may be
    rejects   whether a value that is not fine rejects its row; else it is left empty, and told
    what      what the value must be, in words; `remedy` what to do where it is not

    Each kind of column has a file beside this one, with all of that. -#}
{%- macro reading_of(column, raw_type) -%}
    {%- set reading = ad_metrics['_read_' ~ column.kind | replace(' ', '_')](column, raw_type) -%}
    {%- set empty = '<value> is null' -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- set empty = empty ~ ' or ' ~ ad_metrics.trimmed('<value>') ~ " = ''"
            ~ (reading.also_empty or '') -%}
    {%- endif -%}
    {%- if reading.good == 'true' -%}
        {%- set fine = 'not (' ~ empty ~ ')' if column.required else 'true' -%}
    {%- else -%}
        {%- set fine = reading.good if column.required else reading.good ~ ' or ' ~ empty -%}
    {%- endif -%}
    {%- do reading.update({'empty': empty, 'fine': fine}) -%}
    {{ return(reading) }}
{%- endmacro -%}


{#- A raw value as it is typed; null where it is not as declared. -#}
{%- macro read_value(reading, value) -%}
    {%- set typed = reading.value.replace('<value>', value) -%}
    {{ return(typed if reading.good == 'true' else
        'case when ' ~ reading.good.replace('<value>', value) ~ ' then ' ~ typed ~ ' end'
    ) }}
{%- endmacro -%}


{#- The point in time that a day was given as; null where it is not as declared. -#}
{%- macro _read_moment(reading, value) -%}
    {{ return(
        'case when ' ~ reading.good.replace('<value>', value) ~ ' then '
        ~ reading.moment.replace('<value>', value) ~ ' end'
    ) }}
{%- endmacro -%}
