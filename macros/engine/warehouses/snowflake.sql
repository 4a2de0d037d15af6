{#- What the helpers say in Snowflake's way. Compiled and looked through for what Snowflake lacks,
    but never run on it. -#}

{%- macro snowflake__text_literal(text) -%}
    {{ return("'" ~ text | replace('\\', '\\\\') | replace("'", "''") ~ "'") }}
{%- endmacro -%}

{%- macro snowflake__matches(text, pattern) -%}
    regexp_like({{ text }}, '{{ pattern }}')
{%- endmacro -%}

{%- macro snowflake__json_text(names, values) -%}
    to_json(object_construct_keep_null(
        {%- for name in names %}
        '{{ name }}', {{ values[loop.index0] }}
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
    ))
{%- endmacro -%}

{%- macro snowflake__row_hash(values) -%}
    hash({{ values | join(', ') }})
{%- endmacro -%}

{%- macro snowflake__utc_to_local(utc, timezone) -%}
    convert_timezone('UTC', '{{ timezone }}', {{ utc }})
{%- endmacro -%}

{%- macro snowflake__local_to_utc(local, timezone) -%}
    convert_timezone('{{ timezone }}', 'UTC', {{ local }})
{%- endmacro -%}

{%- macro snowflake__zoned_to_utc(zoned) -%}
    cast(convert_timezone('UTC', {{ zoned }}) as timestamp_ntz)
{%- endmacro -%}

{%- macro snowflake__utc_now() -%}sysdate(){%- endmacro -%}

{%- macro snowflake__exact_quotient(rate, factor, divisor) -%}
    {{ ad_metrics.spark__exact_quotient(rate, factor, divisor) }}
{%- endmacro -%}

{%- macro snowflake__exact_share(amount, numerator, denominator) -%}
    {{ ad_metrics.spark__exact_share(amount, numerator, denominator) }}
{%- endmacro -%}

{%- macro snowflake__whole_product(left, right, divisor) -%}
    {{ ad_metrics.spark__whole_product(left, right, divisor) }}
{%- endmacro -%}

{%- macro snowflake__greatest_divisor(left, right) -%}
    {{ ad_metrics._greatest_power_of_ten(left, right) }}
{%- endmacro -%}

{%- macro snowflake__sorted_list(text) -%}
    nullif(listagg(distinct {{ text }}, ', ') within group (order by {{ text }}), '')
{%- endmacro -%}

{%- macro snowflake__named_values(values, alias) -%}
    {{ ad_metrics._no_named_values() }}
{%- endmacro -%}

{%- macro snowflake__relations_in(database, schema) -%}
    {{ return(ad_metrics._relations_by_query(
        database,
        'select table_schema as schema, table_name as name from ' ~ database
        ~ ".information_schema.tables where upper(table_schema) = upper('" ~ schema ~ "')"
    )) }}
{%- endmacro -%}
