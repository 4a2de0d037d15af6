{#- The id of an account, as an identifier; 123-456-7890, as Google shows it, is 1234567890. -#}
{%- macro account_column(raw, name, required=true) -%}
    {{ return({'kind': 'account', 'raw': raw, 'name': name, 'required': required}) }}
{%- endmacro -%}

{%- macro _read_account(column, raw_type) -%}
    {%- set reading = ad_metrics._read_identifier(column, raw_type) -%}
    {%- do reading.update({'value': ad_metrics.account_number(reading.value)}) -%}
    {{ return(reading) }}
{%- endmacro -%}


{#- The id of an account as platforms give it to programs: Google shows 123-456-7890 to people, Meta
    act_123. -#}
{%- macro account_number(id) -%}
    case
        when {{ ad_metrics.matches(id, '[0-9]{3}-[0-9]{3}-[0-9]{4}') }}
            then replace({{ id }}, '-', '')
        when {{ ad_metrics.matches(id, 'act_[0-9]+') }} then substr({{ id }}, 5)
        else {{ id }}
    end
{%- endmacro -%}
