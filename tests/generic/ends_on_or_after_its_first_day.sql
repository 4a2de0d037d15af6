{#- Fails for every span of days, both inclusive, that lacks a day or ends before it starts. -#}
{% test ends_on_or_after_its_first_day(model, starts_on, ends_on) %}

select *
from {{ model }}
where {{ starts_on }} is null or {{ ends_on }} is null or {{ ends_on }} < {{ starts_on }}

{% endtest %}
