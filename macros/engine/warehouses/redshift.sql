{#- What the helpers say in Redshift's way. Compiled and looked through for what Redshift lacks, but
    never run on it. -#}

{#- It does not know PostgreSQL's word for it. -#}
{%- macro redshift__worked_out_once() -%}{%- endmacro -%}

{#- Without a width it would be cut at 256 bytes. -#}
{%- macro redshift__type_text() -%}varchar(65535){%- endmacro -%}

{%- macro redshift__json_text(names, values) -%}
    json_serialize(object(
        {%- for name in names %}
        '{{ name }}', cast({{ values[loop.index0] }} as {{ ad_metrics.type_text() }})
        {%- if not loop.last %}, {% endif %}
        {%- endfor %}
    ))
{%- endmacro -%}

{#- Each value with its length before it, so that none is taken for a part of the next; a decimal,
    as sums of bigint overflow. -#}
{%- macro redshift__row_hash(values) -%}
    cast(farmfingerprint64(
        {%- for value in values -%}
        {%- set text = 'cast(' ~ value ~ ' as ' ~ ad_metrics.type_text() ~ ')' -%}
        coalesce(
            cast(length({{ text }}) as {{ ad_metrics.type_text() }}) || ':' || {{ text }}, '-'
        ){{ ' || ' if not loop.last }}
        {%- endfor -%}
    ) as decimal(20, 0))
{%- endmacro -%}

{%- macro redshift__utc_now() -%}getdate(){%- endmacro -%}

{%- macro redshift__exact_quotient(rate, factor, divisor) -%}
    {{ ad_metrics.spark__exact_quotient(rate, factor, divisor) }}
{%- endmacro -%}

{%- macro redshift__exact_share(amount, numerator, denominator) -%}
    {{ ad_metrics.spark__exact_share(amount, numerator, denominator) }}
{%- endmacro -%}

{%- macro redshift__whole_product(left, right, divisor) -%}
    {{ ad_metrics.spark__whole_product(left, right, divisor) }}
{%- endmacro -%}

{%- macro redshift__greatest_divisor(left, right) -%}
    {{ ad_metrics._greatest_power_of_ten(left, right) }}
{%- endmacro -%}

{%- macro redshift__sorted_list(text) -%}
    listagg(distinct {{ text }}, ', ') within group (order by {{ text }})
{%- endmacro -%}

{%- macro redshift__text_table(rows, columns) -%}
    {%- for row in rows or [[none] * columns | length] %}
    select
        {%- for column in columns %}
        {%- set value = row[loop.index0] %}
        {{ ad_metrics.text_literal(value | string | trim) if value else 'null' }} as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}

{%- macro redshift__named_values(values, alias) -%}
    {{ ad_metrics._no_named_values() }}
{%- endmacro -%}

{#- PostgreSQL's aggregates in SQL, which would be its form too, are not there. -#}
{%- macro redshift__create_aggregate(schema, about) -%}{%- endmacro -%}
