{#- Fails for every span of days, both inclusive, that begins on or before the last day of one of
    the same key; in their order, any two that share a day have such a neighbour. -#}
{% test spans_of_days_share_no_day(model, key, starts_on, ends_on) %}

select *
from (
    select
        *,
        lag({{ ends_on }}) over (
            partition by {{ key }} order by {{ starts_on }}, {{ ends_on }}
        ) as last_day_before
    from {{ model }}
) as spans
where {{ starts_on }} <= last_day_before

{% endtest %}
