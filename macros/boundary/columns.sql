{#- What a raw column must hold. Each macro below declares one column of a raw table for `judged()`:
    its name there, its name here, and whether it may be empty. What cannot be read is never cast
    into something else: in a key, a day, a currency or a measure it rejects the row, in any other
    column it is left empty and told. -#}

{#- A number that identifies something; kept as text, as every source's keys are. -#}
{%- macro id_column(raw, name, required=true) -%}
    {{ return({'kind': 'id', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A whole number of 0 or more. -#}
{%- macro count_column(raw, name, required=true) -%}
    {{ return({'kind': 'count', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A whole number, negative ones included (Revive writes -1 for "unlimited"). -#}
{%- macro integer_column(raw, name, required=true) -%}
    {{ return({'kind': 'integer', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A whole number that is measured and may go back, such as the items of refunds. -#}
{%- macro signed_count_column(raw, name, required=true) -%}
    {{ return({'kind': 'signed count', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- An amount of money with at most nine decimals; credits are negative. -#}
{%- macro money_column(raw, name, required=true) -%}
    {{ return({'kind': 'money', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A price per unit of 0 or more, at most six decimals. -#}
{%- macro rate_column(raw, name, required=true) -%}
    {{ return({'kind': 'rate', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A point in time in UTC. A zero date (0000-00-00 00:00:00) is an empty one. -#}
{%- macro time_column(raw, name, required=true) -%}
    {{ return({'kind': 'time', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A name or another text, kept as it is. -#}
{%- macro text_column(raw, name, required=false) -%}
    {{ return({'kind': 'text', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A code that stands for a word. One that is not in the list is left empty, and told. Where it
    depends on the code whether the row `counts`, the row is rejected instead. -#}
{%- macro code_column(raw, name, words, required=true, counts=false) -%}
    {{ return({
        'kind': 'code',
        'raw': raw,
        'name': name,
        'words': words,
        'required': required,
        'counts': counts,
    }) }}
{%- endmacro -%}


{#- A name; a blank one is none. -#}
{%- macro name_column(raw, name, required=false) -%}
    {{ return({'kind': 'name', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- An id that may be any text; a blank one is none. `503.0` is `503`; one that a spreadsheet wrote
    as `1.2E+17` has lost digits and is refused. -#}
{%- macro identifier_column(raw, name, required=true) -%}
    {{ return({'kind': 'identifier', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- The id of an account, likewise; 123-456-7890, as Google shows it, is 1234567890. -#}
{%- macro account_column(raw, name, required=true) -%}
    {{ return({'kind': 'account', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A country; a code of two letters is in capitals. -#}
{%- macro country_column(raw, name, required=false) -%}
    {{ return({'kind': 'country', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A platform's name: `Google Ads` and `google ads ` are `google_ads`. -#}
{%- macro platform_column(raw, name, required=true) -%}
    {{ return({'kind': 'platform', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A day: a date, or a time whose date is meant. A time with an offset from UTC is a point in time;
    it counts on its day in the reporting time zone. -#}
{%- macro day_column(raw, name, required=true) -%}
    {{ return({'kind': 'day', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- An amount of money with any number of decimals, as floats are written; rounded half up at nine.
    Credits are negative. -#}
{%- macro amount_column(raw, name, required=true) -%}
    {{ return({'kind': 'amount', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- A number that may have decimals, such as conversions that several clicks share; rounded half up
    at nine. Retractions are negative. -#}
{%- macro quantity_column(raw, name, required=true) -%}
    {{ return({'kind': 'quantity', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- An amount of money as a whole number of millionths. -#}
{%- macro micros_column(raw, name, required=true) -%}
    {{ return({'kind': 'micros', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- An ISO 4217 code. -#}
{%- macro currency_column(raw, name, required=true) -%}
    {{ return({'kind': 'currency', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- How many units of one currency another one is worth: above 0, at most nine decimals. -#}
{%- macro exchange_rate_column(raw, name, required=true) -%}
    {{ return({'kind': 'exchange rate', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{#- One of the columns above, which the raw table need not have. -#}
{%- macro optional(column) -%}
    {%- do column.update({'optional': true}) -%}
    {{ return(column) }}
{%- endmacro -%}

{#- An amount in units in the raw column of this name, or in millionths in `<raw>_micros`: a file or table has the one or the other, or, where
    it is optional, none. In staging it is `<name>` or `<name>_from_micros`. -#}
{%- macro units_or_micros(raw, name, optional=false) -%}
    {%- set columns = [ad_metrics.amount_column(raw, name, required=false), ad_metrics.micros_column(raw ~ '_micros', name ~ '_from_micros', required=false)] -%}
    {%- do columns[0].update({'other': raw ~ '_micros', 'optional': optional}) -%}
    {%- do columns[1].update({'other': raw, 'optional': optional}) -%}
    {{ return(columns) }}
{%- endmacro -%}
