{#- How one column is judged: SQL in which <value> stands for the raw value.

    good      whether the value can be read
    value     the value as it is typed, where it is good
    empty     whether there is none
    fine      whether it is as declared: good, or empty where it may be
    rejects   whether a value that is not fine rejects its row; else it is left empty, and told
    what      what the value must be, in words; `remedy` what to do where it is not

    Text is judged by a pattern before it is cast, as a cast alone takes 300.6 or 0x10; a typed
    column by its range. Most texts match the plain pattern, which is asked first. -#}
{%- macro _judgement(column, raw_type) -%}
    {%- set kind = column.kind -%}
    {%- set is_text = ad_metrics.is_text_type(raw_type) -%}
    {%- if kind in ('id', 'count', 'signed count', 'integer') -%}
        {%- set judgement = ad_metrics._judged_whole_number(kind, raw_type) -%}
    {%- elif kind in ('money', 'amount', 'quantity', 'rate', 'exchange rate', 'micros') -%}
        {%- set judgement = ad_metrics._judged_decimal(kind, raw_type) -%}
    {%- elif kind in ('time', 'day') -%}
        {%- set judgement = ad_metrics._judged_time(kind, raw_type) -%}
    {%- elif kind == 'code' -%}
        {%- set judgement = ad_metrics._judged_code(column, raw_type) -%}
    {%- else -%}
        {%- set judgement = ad_metrics._judged_text(kind, raw_type) -%}
    {%- endif -%}
    {%- set empty = '<value> is null' -%}
    {%- if is_text -%}
        {%- set empty = empty ~ " or " ~ ad_metrics.trimmed('<value>') ~ " = ''" -%}
        {%- if kind == 'time' -%}
            {%- set empty = empty ~ " or <value> like '0000-00-00%'" -%}
        {%- endif -%}
    {%- endif -%}
    {%- if judgement.good == 'true' -%}
        {%- set fine = 'not (' ~ empty ~ ')' if column.required else 'true' -%}
    {%- else -%}
        {%- set fine = judgement.good if column.required else judgement.good ~ ' or ' ~ empty -%}
    {%- endif -%}
    {%- do judgement.update({
        'empty': empty,
        'fine': fine,
        'rejects': column.counts if kind == 'code' else kind not in ('integer', 'rate') and (
            column.required
            or kind not in ('id', 'time', 'day', 'text', 'name', 'platform', 'country')
        ),
    }) -%}
    {{ return(judgement) }}
{%- endmacro -%}


{#- Ids, counts and other whole numbers. pandas writes 1000.0 for 1000 where some are missing. -#}
{%- macro _judged_whole_number(kind, raw_type) -%}
    {%- set kind = 'integer' if kind == 'signed count' else kind -%}
    {%- set digits = {'id': 18, 'count': 15, 'integer': 15}[kind] -%}
    {%- set limit = '1' ~ '0' * digits -%}
    {%- set what = {
        'id': 'a whole number without a leading zero',
        'count': 'a whole number of 0 or more',
        'integer': 'a whole number',
    }[kind] -%}
    {%- if ad_metrics.is_text_type(raw_type) -%}
        {%- set plain = {
            'id': '0|[1-9][0-9]{0,17}',
            'count': '[0-9]{1,15}',
            'integer': '-?[0-9]{1,15}',
        }[kind] -%}
        {%- set sign = {'id': '', 'count': '[+]?', 'integer': '[+-]?'}[kind] -%}
        {%- set trimmed = ad_metrics.trimmed('<value>') -%}
        {%- set is_plain = ad_metrics.matches('<value>', plain) -%}
        {%- set is_whole = ad_metrics.matches(trimmed, sign ~ '(' ~ plain ~ ')([.]0*)?') -%}
        {%- set before_point = ad_metrics._before_point(trimmed) -%}
        {%- set number = "case when " ~ is_plain ~ " then <value> else " ~ before_point ~ " end" -%}
        {{ return({
            'what': what,
            'remedy': ad_metrics._remedy_of_numbers(),
            'good': is_plain ~ ' or ' ~ is_whole,
            'value': number if kind == 'id' else 'cast(' ~ number ~ ' as bigint)',
        }) }}
    {%- endif -%}
    {%- set whole = 'cast(<value> as bigint)' -%}
    {%- set range = {
        'id': '<value> >= 0 and <value> < ' ~ limit,
        'count': '<value> >= 0 and <value> < ' ~ limit,
        'integer': '<value> > -' ~ limit ~ ' and <value> < ' ~ limit,
    }[kind] -%}
    {%- if ad_metrics._is_float(raw_type) -%}
        {#- A float of more digits has lost some. -#}
        {%- set range = range ~ ' and <value> <= 9007199254740992' -%}
    {%- endif -%}
    {%- if raw_type not in ('bigint', 'integer', 'smallint', 'tinyint') -%}
        {%- set range = range ~ ' and <value> = floor(<value>)' -%}
    {%- endif -%}
    {{ return({
        'what': what,
        'good': range,
        'value': 'cast(' ~ whole ~ ' as ' ~ ad_metrics.type_text() ~ ')' if kind == 'id' else whole,
    }) }}
{%- endmacro -%}


{#- Amounts, prices, and counts that may be shares. Spreadsheets and pandas write .5, 5., +5 and
    1e-05; an exponent is read where an amount may have any number of decimals. -#}
{%- macro _judged_decimal(kind, raw_type) -%}
    {%- set about = {
        'money': ('an amount with at most nine decimals', 15, 9, ad_metrics.type_money()),
        'amount': ('an amount', 15, 30, ad_metrics.type_money()),
        'quantity': ('a number', 15, 30, ad_metrics.type_quantity()),
        'rate': ('a rate of 0 or more with at most six decimals', 12, 6, ad_metrics.type_rate()),
        'exchange rate': (
            'a rate above 0 with at most nine decimals', 9, 9, ad_metrics.type_decimal(18, 9)
        ),
        'micros': ('a whole number of millionths', 17, 0, ad_metrics.type_money()),
    }[kind] -%}
    {%- set what, digits, decimals, type = about -%}
    {%- set has_sign = kind in ('money', 'amount', 'quantity', 'micros') -%}
    {%- if not ad_metrics.is_text_type(raw_type) -%}
        {{ return(ad_metrics._judged_typed_decimal(kind, raw_type, about, has_sign)) }}
    {%- endif -%}
    {%- set trimmed = ad_metrics.trimmed('<value>') -%}
    {%- set sign = '-?' if has_sign else '' -%}
    {%- set zeros = '0*' if kind in ('rate', 'exchange rate') else '' -%}
    {%- set fraction = '([.][0-9]{1,' ~ decimals ~ '}' ~ zeros ~ ')?' if decimals else '' -%}
    {%- set plain = sign ~ '[0-9]{1,' ~ digits ~ '}' ~ fraction -%}
    {%- set loose = ('[+-]?' if has_sign else '[+]?') ~ '([0-9]{1,' ~ digits ~ '}([.]'
        ~ ('[0-9]{0,' ~ decimals ~ '}0*' if decimals else '0*') ~ ')?|[.][0-9]{1,'
        ~ (decimals or 1) ~ '})' -%}
    {%- set good = ad_metrics.matches('<value>', plain) ~ ' or '
        ~ ad_metrics.matches(trimmed, loose) -%}
    {%- if kind == 'micros' -%}
        {%- set value = ad_metrics.micros_to_money(ad_metrics._before_point(trimmed), 18) -%}
    {%- else -%}
        {%- set value = 'cast(' ~ trimmed ~ ' as ' ~ type ~ ')' -%}
        {%- set quick = 'cast(<value> as ' ~ type ~ ')' -%}
        {%- if kind in ('money', 'amount', 'quantity') -%}
            {%- set quick = ad_metrics.text_to_money('<value>') -%}
        {%- endif -%}
        {%- set value = 'case when ' ~ ad_metrics.matches('<value>', plain) ~ ' then ' ~ quick
            ~ ' else ' ~ value ~ ' end' -%}
    {%- endif -%}
    {%- if kind in ('amount', 'quantity') -%}
        {%- set exponent = '[+-]?[0-9]{1,15}([.][0-9]{0,30})?[eE][+-]?[0-9]{1,2}' -%}
        {%- set size = 'abs(cast(' ~ trimmed ~ ' as ' ~ ad_metrics.type_double() ~ '))' -%}
        {%- set good = good ~ ' or case when ' ~ ad_metrics.matches(trimmed, exponent) ~ ' then '
            ~ size ~ ' < 1000000000000000 else false end' -%}
    {%- elif kind == 'exchange rate' -%}
        {%- set good = '(' ~ good ~ ') and not ' ~ ad_metrics.matches(trimmed, '[+0.]+') -%}
    {%- endif -%}
    {{ return({
        'what': what,
        'remedy': ad_metrics._remedy_of_numbers(),
        'good': good,
        'value': value,
    }) }}
{%- endmacro -%}


{%- macro _judged_typed_decimal(kind, raw_type, about, has_sign) -%}
    {%- set what, digits, decimals, type = about -%}
    {%- set limit = '1' ~ '0' * digits -%}
    {%- set good = '<value> > -' ~ limit if has_sign else '<value> >= 0' -%}
    {%- set good = '<value> >= 0.000000001' if kind == 'exchange rate' else good -%}
    {%- set good = good ~ ' and <value> < ' ~ limit -%}
    {%- set value = 'cast(<value> as ' ~ type ~ ')' -%}
    {%- if kind == 'micros' -%}
        {%- if raw_type not in ('bigint', 'integer', 'smallint', 'tinyint') -%}
            {%- set good = good ~ ' and <value> = floor(<value>)' -%}
        {%- endif -%}
        {%- set value = ad_metrics.micros_to_money('<value>', 18) -%}
    {%- elif ad_metrics._is_float(raw_type) and kind in ('amount', 'quantity', 'money') -%}
        {%- set value = ad_metrics.float_to_decimal('<value>', type, raw_type) -%}
    {%- endif -%}
    {{ return({'what': what, 'good': good, 'value': value}) }}
{%- endmacro -%}


{#- Points in time in UTC, and days. -#}
{%- macro _judged_time(kind, raw_type) -%}
    {%- set is_text = ad_metrics.is_text_type(raw_type) -%}
    {%- set trimmed = ad_metrics.trimmed('<value>') -%}
    {%- set in_utc = ad_metrics.zoned_to_utc('<value>')
        if 'with time zone' in raw_type else none -%}
    {%- if kind == 'time' -%}
        {%- set range = "<value> >= cast('1990-01-01' as timestamp)"
            ~ " and <value> < cast('2100-01-01' as timestamp)" -%}
        {{ return({
            'what': 'a time from 1990 to 2099 written as 2026-10-22 13:00:00',
            'good': ad_metrics.is_timestamp(trimmed) if is_text else range,
            'value': in_utc or 'cast(' ~ (trimmed if is_text else '<value>') ~ ' as timestamp)',
        }) }}
    {%- endif -%}
    {%- set zone = ad_metrics.setting('reporting_timezone') -%}
    {%- set here = ad_metrics.utc_to_local(in_utc, zone) if in_utc else '<value>' -%}
    {%- set range = "<value> >= cast('1990-01-01' as date)"
        ~ " and <value> < cast('2100-01-01' as date)" -%}
    {{ return({
        'what': 'a day from 1990 to 2099 written as 2026-10-22 (or a time, with or without an'
            ~ ' offset)',
        'good': ad_metrics.is_day(trimmed) if is_text else range,
        'value': ad_metrics.text_to_day(trimmed) if is_text else 'cast(' ~ here ~ ' as date)',
        'moment': ad_metrics.text_to_moment(trimmed) if is_text
            else 'cast(' ~ here ~ ' as timestamp)',
    }) }}
{%- endmacro -%}


{#- Codes that stand for words. pandas writes 1.0 for the code 1 where some are missing. -#}
{%- macro _judged_code(column, raw_type) -%}
    {%- if raw_type == 'boolean' -%}
        {{ return({
            'what': 'true or false',
            'good': 'true',
            'value': "case when <value> then '" ~ column.words['true'] ~ "' when not <value> then '"
                ~ column.words['false'] ~ "' end",
        }) }}
    {%- endif -%}
    {%- set words = [] -%}
    {%- for code, word in column.words.items() -%}
        {%- do words.append("when '" ~ code ~ "' then '" ~ word ~ "'") -%}
    {%- endfor -%}
    {%- set text = ad_metrics.trimmed('cast(<value> as ' ~ ad_metrics.type_text() ~ ')') -%}
    {%- set code = 'lower(' ~ ad_metrics._whole_as_text(text) ~ ')' -%}
    {{ return({
        'what': 'one of the known codes ' ~ column.words | join(', '),
        'remedy': 'correct it, or add the code to the list in ' ~ model.name,
        'good': code ~ " in ('" ~ column.words | join("', '") ~ "')",
        'value': 'case ' ~ code ~ ' ' ~ words | join(' ') ~ ' end',
    }) }}
{%- endmacro -%}


{#- Names, ids that may be any text, platforms and currencies. Blanks around them are no part. -#}
{%- macro _judged_text(kind, raw_type) -%}
    {%- set is_text = ad_metrics.is_text_type(raw_type) -%}
    {%- set is_float = ad_metrics._is_float(raw_type) -%}
    {%- set as_text = 'cast(<value> as ' ~ ad_metrics.type_text() ~ ')' -%}
    {%- set trimmed = ad_metrics.trimmed('<value>' if is_text else as_text) -%}
    {%- if kind == 'text' -%}
        {{ return({'what': 'a text', 'good': '<value> is not null', 'value': trimmed}) }}
    {%- elif kind == 'currency' -%}
        {%- set codes = ad_metrics.currency_codes() -%}
        {%- set upper = 'upper(' ~ trimmed ~ ')' -%}
        {{ return({
            'what': 'an ISO 4217 code',
            'good': ad_metrics.is_one_of('<value>', codes) ~ ' or '
                ~ ad_metrics.is_one_of(upper, codes),
            'value': upper,
        }) }}
    {%- elif is_float -%}
        {#- pandas makes floats of whole numbers where some are missing. -#}
        {%- set value = 'case when <value> = floor(<value>) and abs(<value>) < 1000000000000000000'
            ~ ' then cast(cast(<value> as bigint) as ' ~ ad_metrics.type_text() ~ ') else '
            ~ as_text ~ ' end' -%}
    {%- else -%}
        {%- set value = ad_metrics._whole_as_text(trimmed)
            if kind in ('identifier', 'account') else trimmed -%}
        {%- set value = "nullif(" ~ value ~ ", '')" -%}
    {%- endif -%}
    {%- if kind == 'platform' -%}
        {%- set value = ad_metrics.platform_name(value) -%}
        {{ return({
            'what': 'the name of a platform',
            'good': 'coalesce(' ~ value ~ ", '') <> ''",
            'value': value,
        }) }}
    {%- elif kind == 'country' -%}
        {%- set value = ad_metrics.country_code(value) -%}
    {%- elif kind in ('identifier', 'account') -%}
        {%- set value = ad_metrics.account_number(value) if kind == 'account' else value -%}
        {%- set lost = ad_metrics.matches(trimmed, '[0-9]([.][0-9]+)?[eE][+][0-9]{1,3}') -%}
        {{ return({
            'what': 'a whole id, as it has lost digits',
            'remedy': 'make the column a text before a spreadsheet opens it, and export it again',
            'good': 'abs(<value>) <= 9007199254740992' if is_float
                else trimmed ~ " <> '' and not " ~ lost,
            'value': value,
        }) }}
    {%- endif -%}
    {{ return({'what': 'a text', 'good': 'true', 'value': value}) }}
{%- endmacro -%}


{%- macro _is_float(raw_type) -%}
    {{ return(raw_type in ('double', 'double precision', 'float', 'real')) }}
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


{#- A text, where it is a whole number with nothing behind its point without that point. -#}
{%- macro _whole_as_text(text) -%}
    {{ return(
        'case when ' ~ ad_metrics.matches(text, '-?[0-9]+[.]0+') ~ ' then '
        ~ ad_metrics._before_point(text) ~ ' else ' ~ text ~ ' end'
    ) }}
{%- endmacro -%}
