{#- The sums of one kind of event, as select columns: with invalid traffic, of invalid traffic, and
    without it. What the log does not tell is null. -#}
{%- macro gross_invalid_and_net(count) -%}
    {%- set nothing = count ~ ' - ' ~ count -%}
    cast(sum({{ count }}) as bigint) as gross_{{ count }},
        cast(
            sum(case when is_invalid then {{ count }} else {{ nothing }} end) as bigint
        ) as invalid_{{ count }},
        cast(
            sum(case when is_invalid then {{ nothing }} else {{ count }} end) as bigint
        ) as {{ count }}
{%- endmacro -%}
