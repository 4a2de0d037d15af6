{#- What the kinds of numbers share. `about` has, of a kind, what it is in words, the `plain`
    pattern that most texts match, which is asked first, the `loose` one of what else is read,
    blanks around it aside, and the `range` of a typed column. -#}

{#- A whole number. pandas writes 1000.0 for 1000 where some are missing. -#}
{%- macro _read_whole_number(raw_type, about) -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- set trimmed = ad_metrics.trimmed('<value>') -%}
        {%- set is_plain = ad_metrics.matches('<value>', about.plain) -%}
        {%- set number = 'case when ' ~ is_plain ~ ' then <value> else '
            ~ ad_metrics._before_point(trimmed) ~ ' end' -%}
        {{ return({
            'what': about.what,
            'remedy': ad_metrics._remedy_of_numbers(),
            'good': is_plain ~ ' or ' ~ ad_metrics.matches(trimmed, about.loose),
            'value': 'cast(' ~ number ~ ' as bigint)',
            'digits': number,
            'type': 'bigint',
            'rejects': true,
        }) }}
    {%- endif -%}
    {%- set good = about.range -%}
    {%- if ad_metrics._is_float(raw_type) -%}
        {#- A float of more digits has lost some. -#}
        {%- set good = good ~ ' and <value> <= 9007199254740992' -%}
    {%- endif -%}
    {%- set whole = 'cast(<value> as bigint)' -%}
    {{ return({
        'what': about.what,
        'good': good ~ ad_metrics._and_is_whole(raw_type),
        'value': whole,
        'digits': 'cast(' ~ whole ~ ' as ' ~ ad_metrics.type_text() ~ ')',
        'type': 'bigint',
        'rejects': true,
    }) }}
{%- endmacro -%}


{#- An amount, a price, or a count that may be shares, of this `type`. Spreadsheets and pandas write
    .5, 5. and +5. `quick` is the cast of a plain text, where there is a faster one. -#}
{%- macro _read_decimal(raw_type, about) -%}
    {%- set cast = 'cast(<value> as ' ~ about.type ~ ')' -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- set trimmed = ad_metrics.trimmed('<value>') -%}
        {%- set is_plain = ad_metrics.matches('<value>', about.plain) -%}
        {{ return({
            'what': about.what,
            'remedy': ad_metrics._remedy_of_numbers(),
            'good': is_plain ~ ' or ' ~ ad_metrics.matches(trimmed, about.loose),
            'value': 'case when ' ~ is_plain ~ ' then ' ~ (about.quick or cast) ~ ' else '
                ~ cast.replace('<value>', trimmed) ~ ' end',
            'type': about.type,
            'rejects': true,
        }) }}
    {%- endif -%}
    {{ return({
        'what': about.what,
        'good': about.range,
        'value': cast,
        'type': about.type,
        'rejects': true,
    }) }}
{%- endmacro -%}


{#- A float as the number that is written for it, where a kind may be told in floats. -#}
{%- macro _read_as_written(reading, raw_type) -%}
    {%- if ad_metrics._is_float(raw_type) -%}
        {%- do reading.update({
            'value': ad_metrics.float_to_decimal('<value>', reading.type, raw_type)
        }) -%}
    {%- endif -%}
    {{ return(reading) }}
{%- endmacro -%}


{#- Text with an exponent, such as 1e-05, where a kind may have any number of decimals. -#}
{%- macro _read_exponents(reading, raw_type) -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- set trimmed = ad_metrics.trimmed('<value>') -%}
        {%- set exponent = '[+-]?[0-9]{1,15}([.][0-9]{0,30})?[eE][+-]?[0-9]{1,2}' -%}
        {%- set size = 'abs(cast(' ~ trimmed ~ ' as ' ~ ad_metrics.type_double() ~ '))' -%}
        {%- do reading.update({
            'good': reading.good ~ ' or case when ' ~ ad_metrics.matches(trimmed, exponent)
                ~ ' then ' ~ size ~ ' < 1000000000000000 else false end'
        }) -%}
    {%- endif -%}
    {{ return(reading) }}
{%- endmacro -%}


{%- macro _is_float(raw_type) -%}
    {{ return(raw_type in ('double', 'double precision', 'float', 'real')) }}
{%- endmacro -%}


{#- Nothing is asked of a type that has whole numbers only. -#}
{%- macro _and_is_whole(raw_type) -%}
    {{ return(
        '' if raw_type in ('bigint', 'integer', 'smallint', 'tinyint')
        else ' and <value> = floor(<value>)'
    ) }}
{%- endmacro -%}


{%- macro _remedy_of_numbers() -%}
    {{ return('correct it at the source; without thousands separators, with a decimal point') }}
{%- endmacro -%}


{#- What stands before the point of a number. -#}
{%- macro _before_point(number) -%}
    {%- set point = dbt.position("'.'", number) -%}
    {{ return(
        'case when ' ~ point ~ ' > 0 then substr(' ~ number ~ ', 1, ' ~ point ~ ' - 1) else '
        ~ number ~ ' end'
    ) }}
{%- endmacro -%}
