{#- Fails for every row whose end is not after its start. -#}
{% test ends_after_it_starts(model, starts_at, ends_at) %}

select *
from {{ model }}
where {{ starts_at }} is null or {{ ends_at }} is null or {{ ends_at }} <= {{ starts_at }}

{% endtest %}
