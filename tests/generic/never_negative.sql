{#- Fails for every row in which one of these columns is below 0, or is no number at all. -#}
{% test never_negative(model, columns) %}

select *
from {{ model }}
where
    {%- for column in columns %}
    not {{ column }} >= 0
    {%- if not loop.last %} or{% endif %}
    {%- endfor %}

{% endtest %}
