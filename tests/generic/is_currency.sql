{#- Fails for every value that is no ISO 4217 code. -#}
{% test is_currency(model, column_name) %}

select *
from {{ model }}
where {{ column_name }} not in ('{{ ad_metrics.currency_codes() | join("', '") }}')

{% endtest %}
