{#- What a raw column must hold. Each macro below declares one column of a raw table for `judged()`:
    its name there, its name here, and whether it may be empty. Numbers that are not numbers, negative
    ones and impossible dates are reasons to reject the row, never cast into something else. -#}

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

{#- An amount of money of 0 or more, at most nine decimals. -#}
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

{#- A code that stands for a word; a code not in the list is a reason to reject the row. -#}
{%- macro code_column(raw, name, words, required=true) -%}
    {{ return({'kind': 'code', 'raw': raw, 'name': name, 'words': words, 'required': required}) }}
{%- endmacro -%}
